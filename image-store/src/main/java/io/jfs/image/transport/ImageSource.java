package io.jfs.image.transport;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** Where images are loaded from. */
public sealed interface ImageSource {

    /**
     * Reads skopeo's syntax: {@code oci:DIR[:TAG]}, {@code oci-archive:FILE[:TAG]}, {@code docker-archive:FILE[:REF]},
     * {@code dir:DIR}, {@code -} for standard input, or else a file or directory whose content tells what it is.
     *
     * @param stdin read for {@code -} only
     * @throws IllegalArgumentException if a path is missing
     */
    static ImageSource parse(String text, InputStream stdin) {
        if (text.equals("-")) {
            return new Stream(stdin, "standard input");
        }
        return SourceSyntax.parse(text);
    }

    /** For messages: the source as a person would write it. */
    String describe();

    /**
     * An OCI image layout.
     *
     * @param directory holds {@code oci-layout}
     * @param name the {@code org.opencontainers.image.ref.name} to take; all images if empty
     */
    record OciLayout(Path directory, Optional<String> name) implements ImageSource {
        @Override
        public String describe() {
            return "oci:" + directory + name.map(n -> ":" + n).orElse("");
        }
    }

    /**
     * An OCI image layout in a tar, compressed or not.
     *
     * @param file the archive
     * @param name as in {@link OciLayout}
     */
    record OciArchive(Path file, Optional<String> name) implements ImageSource {
        @Override
        public String describe() {
            return "oci-archive:" + file + name.map(n -> ":" + n).orElse("");
        }
    }

    /**
     * A {@code docker save} archive, read by its {@code manifest.json}, compressed or not.
     *
     * @param file the archive
     * @param reference the image to take; all images if empty
     */
    record DockerArchive(Path file, Optional<String> reference) implements ImageSource {
        @Override
        public String describe() {
            return "docker-archive:" + file + reference.map(n -> ":" + n).orElse("");
        }
    }

    /**
     * A skopeo {@code dir:} directory.
     *
     * @param directory holds {@code manifest.json} and the blobs
     */
    record SkopeoDirectory(Path directory) implements ImageSource {
        @Override
        public String describe() {
            return "dir:" + directory;
        }
    }

    /**
     * A path whose content tells what it is: a layout, a skopeo directory, or an archive of either kind.
     *
     * @param path a file or a directory
     */
    record Sniffed(Path path) implements ImageSource {
        @Override
        public String describe() {
            return path.toString();
        }
    }

    /**
     * An archive of either kind as a stream, compressed or not.
     *
     * @param in read to its end, not closed
     * @param name for messages
     */
    record Stream(InputStream in, String name) implements ImageSource {
        @Override
        public String describe() {
            return name;
        }
    }
}
