package io.jfs.runtime.oci;

import io.jfs.linux.NativePath;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * A container's name, which is also the name of its directory: letters, digits and {@code _+.-}, not beginning with a
 * dot or a minus; at most 1024 characters.
 */
public record ContainerId(String text) {
    private static final Pattern SYNTAX = Pattern.compile("[a-zA-Z0-9_+][a-zA-Z0-9_+.-]*");
    private static final int MAX_LENGTH = 1024;

    /**
     * Checks a name.
     *
     * @throws IOException if the text is no name for a container
     */
    public static ContainerId of(String text) throws IOException {
        if (text.length() > MAX_LENGTH || !SYNTAX.matcher(text).matches()) {
            throw new IOException("container id \"" + NativePath.printable(text) + "\": only letters, digits and _+.-"
                    + " are allowed, the first no dot and no minus");
        }
        return new ContainerId(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
