package io.jfs.bench.workload;

import io.jfs.bench.contender.Root;
import io.jfs.bench.data.DataSet;
import io.jfs.bench.data.OciArchive;
import io.jfs.bench.measure.Meter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** What a measurement works with; remembers what is mounted, so that an interrupted run leaves nothing behind. */
public final class Bench implements AutoCloseable {
    private final DataSet data;
    private final Optional<Path> image;
    private final Meter meter = new Meter();
    private final Deque<Root> mounted = new ArrayDeque<>();

    /**
     * Makes one.
     *
     * @param image an OCI archive that the user named, for what takes images in
     */
    public Bench(DataSet data, Optional<Path> image) throws IOException {
        this.data = data;
        this.image = image;
    }

    /** The files. */
    public DataSet data() {
        return data;
    }

    /** The clock and the counters. */
    public Meter meter() {
        return meter;
    }

    /** The archive that is taken in: the user's, or the main tree. */
    public Path archive() throws IOException {
        if (image.isPresent()) {
            return image.get();
        }
        Path archive = data.directory().resolve("image.tar");
        if (!Files.exists(archive)) {
            OciArchive.write(data.main(), archive);
        }
        return archive;
    }

    /** Remembers a root that is mounted now. */
    Root mounted(Root root) {
        mounted.push(root);
        return root;
    }

    /** Unmounts it. */
    void unmount(Root root) throws IOException {
        root.unmount();
        mounted.remove(root);
    }

    @Override
    public void close() throws IOException {
        try (meter) {
            while (!mounted.isEmpty()) {
                mounted.pop().unmount();
            }
        }
    }
}
