package io.jfs.runtime.oci;

import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileIo;
import io.jfs.linux.Open;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Where a user of the container is at home, by the container's {@code /etc/passwd}. */
final class HomeDirectory {
    private static final int MAX_BYTES = 1 << 20;
    private static final int FIELDS = 7;

    private HomeDirectory() {}

    /** {@code /} for a user whom the file does not have. */
    static String of(Path root, int uid) throws IOException {
        try (Fd directory = Open.open(root, Open.O_PATH | Open.O_DIRECTORY, 0);
                Fd file = Open.openBeneathRoot(directory, "etc/passwd", Open.O_RDONLY | Open.O_NONBLOCK, 0);
                InputStream in = FileIo.inputStream(file)) {
            return find(new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8), uid);
        } catch (ErrnoException _) {
            return "/"; // no such file, or none that can be read
        }
    }

    private static String find(String passwd, int uid) {
        String wanted = Integer.toUnsignedString(uid);
        for (String line : passwd.split("\n", -1)) {
            String[] fields = line.split(":", -1);
            if (fields.length >= FIELDS && fields[2].equals(wanted) && !fields[5].isEmpty()) {
                return fields[5];
            }
        }
        return "/";
    }
}
