package io.jfs.image.tree;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Keeps the headers of one layer's archive, so that the tree can be had again without reading what the files contain.
 * Nothing is lost with it: what is not kept, or is damaged, is read from the archive. Safe for many processes.
 */
public interface HeaderCache {
    /** Keeps nothing. */
    HeaderCache NONE = new HeaderCache() {
        @Override
        public Optional<InputStream> open() {
            return Optional.empty();
        }

        @Override
        public Entry create() {
            return new Entry(OutputStream.nullOutputStream());
        }
    };

    /** The headers, as {@link io.jfs.core.layer.LayerTar#ofHeaders} takes them, if kept. The caller closes them. */
    Optional<InputStream> open();

    /**
     * Begins to keep headers, in place of those that are kept. A disk that is full or read-only is no failure: nothing
     * is kept then.
     */
    Entry create();

    /** Headers on their way in; closed without {@link #keep}, they are dropped. */
    class Entry extends FilterOutputStream {
        protected Entry(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        /** Says that the headers are complete. */
        public void keep() {}
    }
}
