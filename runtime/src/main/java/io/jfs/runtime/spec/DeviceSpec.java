package io.jfs.runtime.spec;

import java.util.List;
import java.util.OptionalInt;

/**
 * A device node in the container.
 *
 * @param path absolute, in the container
 * @param type {@code c}, {@code b}, or {@code p} for a FIFO; the document's {@code u} is {@code c}
 * @param mode permission bits; absent means 0666
 * @param uid of the owner; absent means 0
 * @param gid of the owner; absent means 0
 */
public record DeviceSpec(
        String path, char type, int major, int minor, OptionalInt mode, OptionalInt uid, OptionalInt gid) {
    private static final List<String> TYPES = List.of("c", "b", "u", "p");

    static DeviceSpec of(SpecValue json) throws InvalidSpecException {
        json.object();
        String written = json.at("type").oneOf(TYPES);
        char type = written.equals("u") ? 'c' : written.charAt(0);
        return new DeviceSpec(
                json.at("path").absolutePath(),
                type,
                type == 'p' ? 0 : (int) json.at("major").number(0, 0xfff),
                type == 'p' ? 0 : (int) json.at("minor").number(0, 0xfffff),
                mode(json.at("fileMode")),
                id(json.at("uid")),
                id(json.at("gid")));
    }

    // Podman writes the whole st_mode, type included.
    private static OptionalInt mode(SpecValue json) throws InvalidSpecException {
        return json.present() ? OptionalInt.of(json.unsignedInt() & 07777) : OptionalInt.empty();
    }

    private static OptionalInt id(SpecValue json) throws InvalidSpecException {
        return json.present() ? OptionalInt.of(json.unsignedInt()) : OptionalInt.empty();
    }
}
