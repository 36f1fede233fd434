package io.jfs.image.layout;

import io.jfs.image.oci.InvalidImageException;
import io.jfs.image.oci.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The file {@code oci-layout}, which says by which version of the rules a layout is written (image-layout.md). */
public final class LayoutVersion {
    /** Its name. */
    public static final String FILE = "oci-layout";

    private LayoutVersion() {}

    /** What jfs writes. */
    public static byte[] document() {
        return "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Refuses a layout of another major version. Says nothing if the file is missing: the index tells a layout too.
     *
     * @param what names the file in errors
     */
    public static void require(byte[] document, String what) throws InvalidImageException {
        String version =
                Json.parseObject(document, what).path("imageLayoutVersion").asText("");
        if (!version.startsWith("1.")) {
            throw new InvalidImageException(
                    what + ": layout version " + (version.isEmpty() ? "is missing" : version + " is not supported"));
        }
    }

    static void require(Path file) throws IOException {
        try {
            require(Files.readAllBytes(file), file.toString());
        } catch (NoSuchFileException _) {
            // See above.
        }
    }
}
