package io.jfs.image.source;

import io.jfs.core.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One layer of a source as it is going to be ingested.
 *
 * @param mediaType what the source calls it; empty if it does not say
 * @param digest what the source promises; empty for the layers of a Docker archive, which are named by position only
 * @param size what the source promises, in bytes; the content's own if it does not
 * @param content where it is; empty if the source does not hold it, so the store must
 */
public record SourceLayer(
        Optional<String> mediaType, Optional<Digest> digest, long size, Optional<LayerContent> content) {

    /** The bytes of a layer in a source. */
    public interface LayerContent {
        /** From the start. The caller closes it. */
        InputStream open() throws IOException;

        /** A file of the ingest session that may be taken over instead of copied. */
        Optional<Path> ownFile();
    }
}
