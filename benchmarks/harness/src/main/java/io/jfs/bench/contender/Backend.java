package io.jfs.bench.contender;

import io.jfs.bench.data.LayeredTree;
import java.io.IOException;
import java.nio.file.Path;

/** A contender at work. What it can do beyond closing is told by the interfaces within. For one thread. */
public interface Backend extends AutoCloseable {
    /** Undoes everything but the files. */
    @Override
    void close() throws IOException;

    /** Shows trees. */
    interface Mounting extends Backend {
        /** Takes the layers in; does nothing the second time. */
        void provide(LayeredTree tree) throws IOException;

        /**
         * Mounts a tree that has been provided, so that it can be written.
         *
         * @param fresh whether nothing was ever written to it; otherwise one that only readers use will do
         */
        Root mount(LayeredTree tree, boolean fresh) throws IOException;
    }

    /** Takes images in. */
    interface Unpacking extends Backend {
        /** Takes an OCI archive into an empty store. */
        void unpack(Path archive) throws IOException;

        /** Removes that store. */
        void forget() throws IOException;
    }

    /** Runs containers by itself. */
    interface Running extends Backend {
        /** Takes an OCI archive in, whose containers are run; does nothing the second time. */
        void provide(Path archive) throws IOException;

        /** Starts a container, waits for {@code /bin/true} in it and removes it. */
        void run() throws IOException;
    }

    /** Commits what was written. */
    interface Committing extends Mounting {
        /**
         * Writes the changes of a root, which is unmounted, as a layer's tar to nowhere; returns how many there are.
         */
        long diff(Root root) throws IOException;

        /** Makes the root, which is unmounted, the parent of roots to come, as this tree. */
        void commit(Root root, LayeredTree as) throws IOException;

        /** Where all that it keeps is. */
        Path storage();
    }
}
