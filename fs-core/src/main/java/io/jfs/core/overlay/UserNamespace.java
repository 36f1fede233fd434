package io.jfs.core.overlay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether this process runs in a user namespace other than the first, where {@code trusted.*} is out of reach. */
public final class UserNamespace {
    /** What {@code /proc/self/uid_map} says in the first user namespace (user_namespaces(7)). */
    private static final String WHOLE_RANGE = "0 0 4294967295";

    private UserNamespace() {}

    /** Asks the kernel. */
    public static boolean isNested() throws IOException {
        return !Files.readString(Path.of("/proc/self/uid_map"))
                .strip()
                .replaceAll("\\s+", " ")
                .equals(WHOLE_RANGE);
    }
}
