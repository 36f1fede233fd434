package io.jfs.image.transport;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiFunction;

/** The transports of skopeo as text (containers-transports(5)). */
final class SourceSyntax {
    private SourceSyntax() {}

    static ImageSource parse(String text) {
        int colon = text.indexOf(':');
        String rest = text.substring(colon + 1);
        return switch (colon < 0 ? "" : text.substring(0, colon)) {
            case "oci" -> withSuffix(text, rest, ImageSource.OciLayout::new);
            case "oci-archive" -> withSuffix(text, rest, ImageSource.OciArchive::new);
            case "docker-archive" -> withSuffix(text, rest, ImageSource.DockerArchive::new);
            case "dir" -> new ImageSource.SkopeoDirectory(path(text, rest));
            default -> new ImageSource.Sniffed(path(text, text));
        };
    }

    /** Splits {@code PATH[:SUFFIX]} at the first colon, as skopeo does, so the path itself cannot hold one. */
    static <T> T withSuffix(String text, String rest, BiFunction<Path, Optional<String>, T> make) {
        int colon = rest.indexOf(':');
        return colon < 0
                ? make.apply(path(text, rest), Optional.empty())
                : make.apply(
                        path(text, rest.substring(0, colon)),
                        Optional.of(rest.substring(colon + 1)).filter(suffix -> !suffix.isEmpty()));
    }

    static Path path(String text, String path) {
        // oci-archive:///a/b is how other tools write it.
        String plain = path.startsWith("//") ? path.substring(2) : path;
        if (plain.isEmpty()) {
            throw new IllegalArgumentException("image location " + '"' + text + "\" lacks a path");
        }
        return Path.of(plain);
    }
}
