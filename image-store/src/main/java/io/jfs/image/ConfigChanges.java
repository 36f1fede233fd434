package io.jfs.image;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Applies Dockerfile instructions to a configuration: {@code CMD ENTRYPOINT ENV EXPOSE LABEL ONBUILD STOPSIGNAL USER
 * VOLUME WORKDIR}, as {@code docker commit --change} knows them.
 */
public final class ConfigChanges {
    private ConfigChanges() {}

    /**
     * Checks one instruction without applying it.
     *
     * @throws IllegalArgumentException if it is unknown or malformed; quotes it
     */
    public static void validate(String instruction) {
        throw new UnsupportedOperationException("not yet " + instruction);
    }

    /** Applies the instruction to the section {@code config}. */
    static void apply(ObjectNode execution, String instruction) {
        throw new UnsupportedOperationException("not yet " + instruction + execution);
    }
}
