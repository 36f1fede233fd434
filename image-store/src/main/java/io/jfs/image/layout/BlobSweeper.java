package io.jfs.image.layout;

import io.jfs.core.Digest;
import io.jfs.linux.Fd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Removes blobs that the index does not reach, and what writers of the index left when they died. */
public final class BlobSweeper {
    private final Layout layout;

    public BlobSweeper(Layout layout) {
        this.layout = layout;
    }

    /**
     * What was removed.
     *
     * @param blobs their digests
     * @param bytes their size together
     */
    public record Swept(List<Digest> blobs, long bytes) {}

    /** Removes every blob that is not reached, and headers kept of layers that are gone. */
    public Swept sweepAll() throws IOException {
        try (Fd _ = layout.lockIndex()) {
            Swept swept = sweepLocked(layout.blobs());
            layout.removeUnusedHeaders();
            return swept;
        }
    }

    /** Removes those of some blobs that are not reached. */
    public Swept sweep(Collection<Digest> candidates) throws IOException {
        try (Fd _ = layout.lockIndex()) {
            return sweepLocked(candidates);
        }
    }

    private Swept sweepLocked(Collection<Digest> candidates) throws IOException {
        layout.removeLeftoversLocked();
        Reachability reachability = new Reachability(layout);
        reachability.follow(layout.index().manifests());
        List<Digest> removed = new ArrayList<>();
        long bytes = 0;
        // While an image cannot be read nobody knows which blobs it needs.
        boolean known = reachability.unreadable().isEmpty();
        for (Digest digest : known ? candidates : List.<Digest>of()) {
            if (reachability.reached().containsKey(digest)) {
                continue;
            }
            Path file = layout.blob(digest);
            long size = layout.blobSize(digest);
            if (Files.deleteIfExists(file)) {
                removed.add(digest);
                bytes += size;
                Files.deleteIfExists(layout.headers(digest));
            }
        }
        return new Swept(removed, bytes);
    }
}
