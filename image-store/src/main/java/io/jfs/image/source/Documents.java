package io.jfs.image.source;

import io.jfs.image.layout.Verification;
import io.jfs.image.oci.Descriptor;
import io.jfs.image.oci.InvalidImageException;
import io.jfs.image.oci.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** Reads small documents out of a source: bounded, and by digest verified. */
final class Documents {
    private final Contents contents;
    private final BlobNames names;
    private final String source;

    /** How a source names a blob. */
    @FunctionalInterface
    interface BlobNames {
        String of(Descriptor blob);
    }

    Documents(Contents contents, BlobNames names, String source) {
        this.contents = contents;
        this.names = names;
        this.source = source;
    }

    /** Reads a document by its name in the source; empty if there is none. */
    Optional<byte[]> byName(String name) throws IOException {
        Optional<Content> content = contents.find(name);
        return content.isEmpty() ? Optional.empty() : Optional.of(read(content.get(), source + ": " + name));
    }

    /**
     * Reads the document that a descriptor points to.
     *
     * @param what names it in errors
     */
    byte[] byDescriptor(Descriptor descriptor, String what) throws IOException {
        String where = source + ": " + what + " " + descriptor.digest();
        if (descriptor.size() > Json.MAX_BYTES) {
            throw new InvalidImageException(where + " is larger than " + Json.MAX_BYTES + " bytes");
        }
        Content content =
                contents.find(names.of(descriptor)).orElseThrow(() -> new InvalidImageException(where + " is missing"));
        byte[] bytes = read(content, where);
        if (bytes.length != descriptor.size()) {
            throw new InvalidImageException(where + " has " + bytes.length + " bytes instead of " + descriptor.size());
        }
        Verification.verify(where, descriptor.digest(), bytes);
        return bytes;
    }

    private static byte[] read(Content content, String where) throws IOException {
        if (content.size() > Json.MAX_BYTES) {
            throw new InvalidImageException(where + " is larger than " + Json.MAX_BYTES + " bytes");
        }
        try (InputStream in = content.open()) {
            byte[] bytes = in.readNBytes(Json.MAX_BYTES + 1);
            if (bytes.length > Json.MAX_BYTES) {
                throw new InvalidImageException(where + " is larger than " + Json.MAX_BYTES + " bytes");
            }
            return bytes;
        }
    }

    /** The layer that a descriptor points to; its content is not read. */
    SourceLayer layer(Descriptor descriptor) throws IOException {
        Optional<Content> content = contents.find(names.of(descriptor));
        return new SourceLayer(
                Optional.of(descriptor.mediaType()),
                Optional.of(descriptor.digest()),
                descriptor.size(),
                content.map(Documents::layerContent));
    }

    static SourceLayer.LayerContent layerContent(Content content) {
        return new SourceLayer.LayerContent() {
            @Override
            public InputStream open() throws IOException {
                return content.open();
            }

            @Override
            public Optional<Path> ownFile() {
                return content.ownFile();
            }
        };
    }
}
