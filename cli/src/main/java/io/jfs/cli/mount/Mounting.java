package io.jfs.cli.mount;

import io.jfs.cli.command.Arguments;
import io.jfs.cli.command.Base;
import io.jfs.cli.session.CommandException;
import io.jfs.cli.session.Failures;
import io.jfs.cli.session.Session;
import io.jfs.cli.session.Settings;
import io.jfs.cli.session.UsageException;
import io.jfs.core.Mount;
import io.jfs.core.SnapshotInfo;
import io.jfs.core.SnapshotKey;
import io.jfs.core.SnapshotKind;
import io.jfs.core.mount.Mounter;
import io.jfs.core.store.SnapshotNotFoundException;
import io.jfs.core.store.SnapshotStore;
import io.jfs.image.Image;
import io.jfs.image.oci.Reference;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.Links;
import io.jfs.linux.mount.MountInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Makes mounts and takes them away, with the snapshot, the directory and the record that belong to each. */
final class Mounting {
    /** Begins the key of a view that was made for a mount. */
    static final String VIEW_PREFIX = "mount-";

    /** Marks an active snapshot that stands for a view and goes with its mount. */
    static final String COPY_LABEL = "io.jfs.mount.copy";

    private final Session session;
    private final MountTable table;
    private final boolean mayMount;

    Mounting(Session session) {
        this(session, Settings.isRoot());
    }

    /** @param mayMount whether the caller may mount, or has only the directories themselves */
    Mounting(Session session, boolean mayMount) {
        this.session = session;
        this.mayMount = mayMount;
        this.table = new MountTable(session.storeRoot().runRoot());
    }

    /**
     * What to mount.
     *
     * @param what an image, a layer or a snapshot
     * @param upTo only so many layers of the image
     * @param writable on a new active snapshot instead of a view
     * @param name the key of the new active snapshot; empty for one made up
     * @param target where; empty for a directory below the run root
     */
    record Request(String what, OptionalInt upTo, boolean writable, Optional<String> name, Optional<Path> target) {}

    /**
     * The snapshot that is going to be mounted.
     *
     * @param isNew whether it was made for that
     */
    record Source(SnapshotKey key, List<Mount> mounts, boolean isNew, boolean writable, Optional<Image> image) {
        /** The same, as it is mounted already. */
        Source showing(MountRecord other) throws IOException {
            if (!Settings.isRoot()) {
                throw CommandException.failed(
                        "snapshot " + key.text() + ": mounted on " + other.target(),
                        "a plain user can mount it only once");
            }
            List<Mount> bind = List.of(new Mount("bind", other.target().toString(), List.of("rbind", "rw")));
            return new Source(key, bind, isNew, writable, image);
        }
    }

    /** Only the snapshot, made if need be, and how it is mounted. A new one stays, whoever mounts it. */
    Source prepare(Request request) throws IOException {
        requireStore(request);
        return source(session.snapshots(), request, "view-", MountTable.newId());
    }

    private void requireStore(Request request) throws IOException {
        if (!session.hasStore()) {
            throw CommandException.failed(
                    "image " + request.what() + ": not found", "there are no images yet: 'jfs load -i FILE' adds some");
        }
    }

    MountRecord mount(Request request) throws IOException {
        requireStore(request);
        SnapshotStore store = session.snapshots();
        String id = MountTable.newId();
        Source source = withoutSharing(store, request, source(store, request, VIEW_PREFIX, id));
        try {
            return source.writable() ? attachWritable(store, request, id, source) : attach(store, request, id, source);
        } catch (IOException | RuntimeException e) {
            if (source.isNew()) {
                removeQuietly(store, source.key(), e);
            }
            throw e;
        }
    }

    private Source source(SnapshotStore store, Request request, String viewPrefix, String id) throws IOException {
        Optional<SnapshotInfo> existing =
                store.find(Arguments.key(request.what())).filter(found -> found.kind() != SnapshotKind.COMMITTED);
        if (existing.isPresent()) {
            if (request.writable() && existing.get().kind() == SnapshotKind.VIEW) {
                throw new UsageException("snapshot " + request.what() + " is a view: it cannot be mounted with --rw");
            }
            boolean writable = existing.get().kind() == SnapshotKind.ACTIVE;
            return new Source(
                    existing.get().key(), store.mounts(existing.get().key()), false, writable, Optional.empty());
        }
        Base base = Base.resolve(session, store, request.what(), request.upTo());
        if (request.writable()) {
            SnapshotKey key = Arguments.key(request.name().orElse("rw-" + id));
            List<Mount> mounts = store.prepare(key, Optional.of(base.snapshot()), session.writable(base.labels()));
            return new Source(key, mounts, true, true, base.image());
        }
        SnapshotKey key = Arguments.key(request.name().orElse(viewPrefix + id));
        return new Source(key, store.view(key, Optional.of(base.snapshot()), base.labels()), true, false, base.image());
    }

    /**
     * What cannot be mounted is shown where it is. Of a view that is the committed snapshot itself, which nothing would
     * keep from being written; so the view becomes a copy.
     */
    private Source withoutSharing(SnapshotStore store, Request request, Source source) throws IOException {
        if (source.writable() || !isDirect(source)) {
            return source;
        }
        if (!source.isNew()) {
            throw CommandException.failed(
                    "mount " + request.what() + ": a plain user cannot mount a view",
                    "mount the image or layer instead: the path of a copy is printed");
        }
        SnapshotInfo view = store.stat(source.key());
        store.remove(source.key());
        Map<String, String> labels = new HashMap<>(view.labels());
        labels.put(COPY_LABEL, "true");
        List<Mount> mounts = store.prepare(source.key(), view.parent(), labels);
        return new Source(source.key(), mounts, true, false, source.image());
    }

    private boolean isDirect(Source source) {
        return !mayMount && isPlainDirectory(source.mounts());
    }

    /**
     * Two overlays that write into one directory do not see each other, and the kernel leaves undefined what becomes of
     * it. So a snapshot that is mounted already is shown at the second place by a bind mount of the first.
     */
    private MountRecord attachWritable(SnapshotStore store, Request request, String id, Source source)
            throws IOException {
        try (Fd _ = table.lock()) {
            for (MountRecord other :
                    table.of(store.driver().name(), source.key().text())) {
                if (isLive(other)) {
                    return attach(store, request, id, source.showing(other));
                }
            }
            return attach(store, request, id, source);
        }
    }

    private static boolean isLive(MountRecord mount) throws IOException {
        return mount.mounted() && MountInfo.at(mount.target()).isPresent() && !Mounter.isDead(mount.target());
    }

    private MountRecord attach(SnapshotStore store, Request request, String id, Source source) throws IOException {
        boolean direct = isDirect(source);
        if (direct && request.target().isPresent()) {
            throw CommandException.failed(
                    "mount " + request.what() + " on " + request.target().get() + ": a plain user cannot mount",
                    "leave out the target: the path of the tree itself is printed");
        }
        Path target = direct
                ? Path.of(source.mounts().getFirst().source())
                : request.target()
                        .orElseGet(() -> table.defaultTarget(id))
                        .toAbsolutePath()
                        .normalize();
        boolean ownTarget = !direct && !Files.exists(target, LinkOption.NOFOLLOW_LINKS);
        if (!ownTarget && !Files.isDirectory(target)) {
            throw CommandException.at("mount " + request.what(), new NotDirectoryException(target.toString()));
        }
        MountRecord made = new MountRecord(
                id,
                source.image().map(image -> name(image, request.what())).orElse(""),
                source.image().map(image -> image.id().toString()).orElse(""),
                store.driver().name(),
                source.key().text(),
                target,
                ownTarget,
                source.isNew() && !source.writable(),
                source.writable(),
                !direct,
                session.now().toString());
        table.add(made);
        try {
            if (ownTarget) {
                Files.createDirectories(target);
            }
            if (!direct) {
                Mounter.mount(source.mounts(), target);
            }
        } catch (IOException e) {
            discard(made, e);
            throw CommandException.at("mount " + request.what(), e);
        } catch (RuntimeException e) {
            discard(made, e);
            throw e;
        }
        return made;
    }

    private static String name(Image image, String asked) {
        return image.references().stream()
                .map(Reference::familiar)
                .filter(familiar -> familiar.equals(asked) || familiar.equals(asked + ":latest"))
                .findFirst()
                .orElse(image.displayName());
    }

    /** One bind mount: the tree is a directory that can be looked at where it is. */
    private static boolean isPlainDirectory(List<Mount> mounts) {
        return mounts.size() == 1 && mounts.getFirst().type().equals("bind");
    }

    /**
     * Takes a mount away. Repeatable after a failure, and right after a reboot, when the mount is gone already.
     *
     * @param lazily detach it even if it is in use
     * @param removeSnapshot remove a writable snapshot too, with all that was written; with its last mount, if it has
     *     several
     */
    void unmount(MountRecord mount, boolean lazily, boolean removeSnapshot) throws IOException {
        if (mount.mounted() && MountInfo.at(mount.target()).isPresent()) {
            if (lazily) {
                Mounter.detach(mount.target());
            } else {
                unmountNow(mount);
            }
        }
        removeOwnTarget(mount);
        boolean last = table.of(mount.driver(), mount.key()).stream()
                .allMatch(other -> other.id().equals(mount.id()));
        if (mount.ownSnapshot() || (removeSnapshot && last)) {
            remove(mount);
        }
        table.remove(mount);
    }

    private static void unmountNow(MountRecord mount) throws IOException {
        try {
            Mounter.unmount(mount.target());
        } catch (IOException e) {
            throw CommandException.failed(
                    Failures.describe(e),
                    "if a process still uses it: 'fuser -vm " + mount.target()
                            + "' tells which; -f detaches it all the same");
        }
    }

    private void remove(MountRecord mount) throws IOException {
        SnapshotStore store = session.snapshots(mount.driver());
        try {
            store.remove(new SnapshotKey(mount.key()));
        } catch (SnapshotNotFoundException _) {
            return; // removed by hand, or by an unmount that was interrupted
        }
        store.cleanup();
    }

    /** With rmdir(2), which takes an empty directory away and never a file that may stand there by now. */
    private static void removeOwnTarget(MountRecord mount) throws IOException {
        if (!mount.ownTarget()) {
            return;
        }
        try {
            Links.removeDirectoryAt(Fd.cwd(), mount.target().toString());
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ENOENT && e.errno() != Errno.ENOTDIR) {
                throw e;
            }
        }
    }

    private void discard(MountRecord mount, Exception cause) {
        try {
            removeOwnTarget(mount);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        try {
            table.remove(mount);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private static void removeQuietly(SnapshotStore store, SnapshotKey key, Exception cause) {
        try {
            store.remove(key);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
