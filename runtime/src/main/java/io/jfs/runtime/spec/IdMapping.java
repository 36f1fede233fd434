package io.jfs.runtime.spec;

import java.util.List;

/**
 * A range of ids in a user namespace. Ids are unsigned.
 *
 * @param containerId the first inside
 * @param hostId the first outside
 * @param size how many, at least one
 */
public record IdMapping(int containerId, int hostId, int size) {
    private static final long LIMIT = 0xffff_ffffL;

    static IdMapping of(SpecValue json) throws InvalidSpecException {
        IdMapping mapping = new IdMapping(
                json.at("containerID").unsignedInt(), json.at("hostID").unsignedInt(), (int)
                        json.at("size").number(1, LIMIT));
        long size = Integer.toUnsignedLong(mapping.size);
        if (Integer.toUnsignedLong(mapping.containerId) + size > LIMIT
                || Integer.toUnsignedLong(mapping.hostId) + size > LIMIT) {
            throw json.at("size").malformed(size + " ids do not fit below " + LIMIT);
        }
        return mapping;
    }

    /** The lines of {@code /proc/PID/uid_map}. */
    public static String mapText(List<IdMapping> mappings) {
        StringBuilder text = new StringBuilder();
        for (IdMapping mapping : mappings) {
            text.append(Integer.toUnsignedString(mapping.containerId))
                    .append(' ')
                    .append(Integer.toUnsignedString(mapping.hostId))
                    .append(' ')
                    .append(Integer.toUnsignedString(mapping.size))
                    .append('\n');
        }
        return text.toString();
    }
}
