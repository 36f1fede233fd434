package io.jfs.image.source;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** What a source holds, by name: the files of a directory or the entries of an archive. */
interface Contents extends Closeable {
    /**
     * Looks up a name, relative and without {@code .} and {@code ..}.
     *
     * @throws io.jfs.image.oci.InvalidImageException if there is something of this name which is not a regular file
     */
    Optional<Content> find(String name) throws IOException;

    @Override
    default void close() throws IOException {}
}
