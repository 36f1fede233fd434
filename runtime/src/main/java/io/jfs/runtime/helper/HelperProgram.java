package io.jfs.runtime.helper;

import io.jfs.linux.Fd;
import io.jfs.linux.Processes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The helper's binary. The system property {@code jfs.init} names another one, such as that with sanitizers. */
final class HelperProgram {
    private static final String NAME = "jfs-init";

    private HelperProgram() {}

    /** A sealed copy of it in memory. */
    static Fd open() throws IOException {
        return Processes.sealed(NAME, bytes());
    }

    private static byte[] bytes() throws IOException {
        String other = System.getProperty("jfs.init", "");
        if (!other.isEmpty()) {
            return Files.readAllBytes(Path.of(other));
        }
        String resource = NAME + "-" + System.getProperty("os.arch", "");
        try (InputStream in = HelperProgram.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("this build of jfs has no helper program " + resource);
            }
            return in.readAllBytes();
        }
    }
}
