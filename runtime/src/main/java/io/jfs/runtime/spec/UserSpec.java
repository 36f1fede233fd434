package io.jfs.runtime.spec;

import java.util.List;
import java.util.OptionalInt;

/**
 * Who a process is, in the container's user namespace. Ids are unsigned.
 *
 * @param umask absent means 022
 * @param additionalGids supplementary groups
 */
public record UserSpec(int uid, int gid, OptionalInt umask, List<Integer> additionalGids) {
    private static final UserSpec ROOT = new UserSpec(0, 0, OptionalInt.empty(), List.of());

    static UserSpec of(SpecValue json) throws InvalidSpecException {
        if (!json.present()) {
            return ROOT;
        }
        json.object();
        return new UserSpec(
                id(json.at("uid")),
                id(json.at("gid")),
                json.optionalInt("umask", 0, 0777),
                json.list("additionalGids", SpecValue::unsignedInt));
    }

    private static int id(SpecValue json) throws InvalidSpecException {
        return json.present() ? json.unsignedInt() : 0;
    }
}
