package io.jfs.runtime.spec;

import java.util.List;
import java.util.Optional;

/**
 * A mount beneath the container's root.
 *
 * @param destination absolute, in the container
 * @param type a filesystem, or empty for a bind mount, which the options then say
 * @param source a path for a bind mount (relative to the bundle unless absolute), or a word for the filesystem
 * @param options as fstab has them
 * @param uidMappings with those of gids, make an idmapped mount
 */
public record MountSpec(
        String destination,
        Optional<String> type,
        Optional<String> source,
        List<String> options,
        List<IdMapping> uidMappings,
        List<IdMapping> gidMappings) {

    static MountSpec of(SpecValue json) throws InvalidSpecException {
        json.object();
        MountSpec mount = new MountSpec(
                json.at("destination").absolutePath(),
                json.optionalText("type"),
                json.optionalText("source"),
                json.list("options", SpecValue::anyText),
                json.list("uidMappings", IdMapping::of),
                json.list("gidMappings", IdMapping::of));
        if (mount.uidMappings.isEmpty() != mount.gidMappings.isEmpty()) {
            throw json.malformed("uidMappings and gidMappings must both be given or neither");
        }
        if (mount.isBind() && mount.source.isEmpty()) {
            throw json.at("source").malformed("a bind mount needs one");
        }
        return mount;
    }

    /** Whether it shows another part of the host's tree: by option, or by the type {@code bind}. */
    public boolean isBind() {
        return options.contains("bind")
                || options.contains("rbind")
                || type.filter(name -> name.equals("bind")).isPresent();
    }
}
