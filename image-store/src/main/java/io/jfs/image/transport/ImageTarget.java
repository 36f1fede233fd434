package io.jfs.image.transport;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;

/** Where images are saved to. */
public sealed interface ImageTarget {

    /**
     * Reads skopeo's syntax: {@code oci:DIR[:TAG]}, {@code oci-archive:FILE}, {@code docker-archive:FILE}, {@code -}
     * for standard output, or else a file, in the {@link ArchiveFormat#COMBINED} format.
     *
     * @param stdout used for {@code -} only
     * @throws IllegalArgumentException if a path is missing
     */
    static ImageTarget parse(String text, OutputStream stdout) {
        int colon = text.indexOf(':');
        String rest = text.substring(colon + 1);
        if (text.equals("-")) {
            return new Stream(stdout, ArchiveFormat.COMBINED);
        }
        return switch (colon < 0 ? "" : text.substring(0, colon)) {
            case "oci" -> SourceSyntax.withSuffix(text, rest, OciLayout::new);
            case "oci-archive" -> new Archive(SourceSyntax.path(text, rest), ArchiveFormat.OCI_ARCHIVE);
            case "docker-archive" -> new Archive(SourceSyntax.path(text, rest), ArchiveFormat.DOCKER_ARCHIVE);
            default -> new Archive(SourceSyntax.path(text, text), ArchiveFormat.COMBINED);
        };
    }

    /**
     * An OCI image layout; made if missing, otherwise the images are added to it.
     *
     * @param directory the layout
     * @param name the name within the layout instead of the full reference, for one image only
     */
    record OciLayout(Path directory, Optional<String> name) implements ImageTarget {}

    /**
     * A file, replaced when the archive is complete.
     *
     * @param file the archive
     * @param format how it is written
     */
    record Archive(Path file, ArchiveFormat format) implements ImageTarget {}

    /**
     * A stream.
     *
     * @param out flushed, not closed
     * @param format how it is written
     */
    record Stream(OutputStream out, ArchiveFormat format) implements ImageTarget {}
}
