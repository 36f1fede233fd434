package io.jfs.image.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** One named piece of a source, such as a blob. May be opened many times, by many threads. */
interface Content {
    /** Length in bytes. */
    long size() throws IOException;

    /** From the start. The caller closes it. */
    InputStream open() throws IOException;

    /** A file of the ingest session that holds just this content and may be taken over instead of copied. */
    default Optional<Path> ownFile() {
        return Optional.empty();
    }
}
