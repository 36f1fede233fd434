package io.jfs.image.migrate;

import io.jfs.core.Change;
import io.jfs.core.Digest;
import io.jfs.core.SnapshotInfo;
import io.jfs.core.SnapshotKey;
import io.jfs.core.SnapshotKind;
import io.jfs.core.layer.LayerApplier;
import io.jfs.core.layer.LayerLimits;
import io.jfs.core.layer.LayerWriter;
import io.jfs.core.store.CommitOptions;
import io.jfs.core.store.Filter;
import io.jfs.core.store.SnapshotStore;
import io.jfs.core.store.StoreRoot;
import io.jfs.linux.Fd;
import io.jfs.linux.FileIo;
import io.jfs.linux.Open;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Moves one committed snapshot as a layer: what it changed is written as a tar, applied on top of its parent, which was
 * moved before, and written again from there. Only if both tars have the same digest is it committed.
 */
final class LayerMove {
    /** Begins the key of a snapshot that is being filled. */
    private static final String PREFIX = "migrate-";

    private static final int BUFFER = 1 << 16;

    private final SnapshotStore from;
    private final SnapshotStore to;
    private final StoreRoot root;

    LayerMove(SnapshotStore from, SnapshotStore to, StoreRoot root) {
        this.from = from;
        this.to = to;
        this.root = root;
    }

    /** Removes what a migration that was killed left half filled. */
    static void removeLeftovers(SnapshotStore to) throws IOException {
        List<SnapshotKey> left = new ArrayList<>();
        to.walk(Filter.ALL, info -> {
            if (info.kind() == SnapshotKind.ACTIVE && info.key().text().startsWith(PREFIX)) {
                left.add(info.key());
            }
        });
        for (SnapshotKey key : left) {
            to.remove(key);
        }
        to.cleanup();
    }

    void move(SnapshotInfo snapshot) throws IOException {
        Optional<SnapshotInfo> present = to.find(snapshot.key());
        if (present.isPresent()) {
            requireSame(snapshot, present.get());
            return;
        }
        SnapshotKey active = new SnapshotKey(PREFIX + snapshot.key());
        to.prepare(active, snapshot.parent(), Map.of());
        try {
            fill(snapshot.key(), active);
            to.commit(snapshot.key(), active, CommitOptions.DEFAULT.withLabels(snapshot.labels()));
        } catch (IOException | RuntimeException e) {
            discard(active, e);
            throw e;
        }
    }

    private void fill(SnapshotKey source, SnapshotKey active) throws IOException {
        String expected;
        try (Fd file = Open.open(root.root(), Open.O_TMPFILE | Open.O_RDWR, 0600)) {
            try (OutputStream out = FileIo.outputStream(file.duplicate())) {
                expected = write(from, source, out);
            }
            try (Fd again = Open.openAt(Fd.cwd(), file.procPath(), Open.O_RDONLY, 0);
                    InputStream in = new BufferedInputStream(FileIo.inputStream(again.duplicate()), BUFFER)) {
                new LayerApplier(to.applyTarget(active), LayerLimits.DEFAULT).apply(in);
            }
        }
        String found = write(to, active, OutputStream.nullOutputStream());
        if (!found.equals(expected)) {
            throw new IOException("snapshot " + source + " is not the same after it was moved: its layer has sha256 "
                    + found + ", and had " + expected);
        }
    }

    /**
     * A snapshot of the same name may be the same one, moved before, or the same layer of an image; else it is another.
     */
    private void requireSame(SnapshotInfo snapshot, SnapshotInfo present) throws IOException {
        if (snapshot.key().text().startsWith("sha256:")) {
            return;
        }
        boolean same = present.kind() == SnapshotKind.COMMITTED
                && present.parent().equals(snapshot.parent())
                && write(to, present.key(), OutputStream.nullOutputStream())
                        .equals(write(from, snapshot.key(), OutputStream.nullOutputStream()));
        if (!same) {
            throw new IOException("snapshot " + snapshot.key() + ": driver "
                    + to.driver().name() + " has another one of this name; remove or rename one");
        }
    }

    /** Writes what a snapshot changed; returns the digest of the tar. */
    private static String write(SnapshotStore store, SnapshotKey key, OutputStream out) throws IOException {
        List<Change> changes = new ArrayList<>();
        store.diff(key, changes::add);
        MessageDigest digest = Digest.newSha256();
        try (Fd tree = store.openTree(key)) {
            LayerWriter.write(tree, changes, new DigestOutputStream(out, digest));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private void discard(SnapshotKey active, Exception cause) {
        try {
            to.remove(active);
            to.cleanup();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
