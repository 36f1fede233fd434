package io.jfs.cli.mount;

import io.jfs.cli.session.Session;
import io.jfs.core.SnapshotKey;
import io.jfs.core.SnapshotKind;
import io.jfs.core.mount.Mounter;
import io.jfs.core.store.Filter;
import io.jfs.core.store.SnapshotStore;
import io.jfs.linux.mount.MountInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Finds what interrupted commands and reboots left of mounts. */
public final class StaleMounts {
    private StaleMounts() {}

    /**
     * Forgets mounts that are gone, takes away those whose server has died, and removes views, and copies in their
     * place, that were made for a mount which nobody remembers.
     *
     * @return what was removed: paths of mounts, keys of views
     */
    public static List<String> remove(Session session) throws IOException {
        List<String> removed = new ArrayList<>();
        MountTable table = new MountTable(session.storeRoot().runRoot());
        Mounting mounting = new Mounting(session);
        for (MountRecord mount : table.list()) {
            if (mount.mounted() && (isGone(mount) || Mounter.isDead(mount.target()))) {
                mounting.unmount(mount, true, false);
                removed.add(mount.target().toString());
            }
        }
        List<String> known = table.list().stream().map(MountRecord::key).toList();
        for (String driver : session.driversInUse()) {
            SnapshotStore store = session.snapshots(driver);
            List<SnapshotKey> views = new ArrayList<>();
            store.walk(Filter.ALL, info -> {
                boolean ours = info.labels().containsKey(Mounting.COPY_LABEL)
                        || (info.kind() == SnapshotKind.VIEW
                                && info.key().text().startsWith(Mounting.VIEW_PREFIX));
                if (ours && !known.contains(info.key().text())) {
                    views.add(info.key());
                }
            });
            for (SnapshotKey view : views) {
                store.remove(view);
                removed.add(view.text());
            }
        }
        return removed;
    }

    private static boolean isGone(MountRecord mount) throws IOException {
        return MountInfo.at(mount.target()).isEmpty();
    }

    /** What is wrong with the mounts that jfs remembers, a line each. */
    public static List<String> problems(Session session) throws IOException {
        List<String> problems = new ArrayList<>();
        for (MountRecord mount : new MountTable(session.storeRoot().runRoot()).list()) {
            if (mount.mounted() && Mounter.isDead(mount.target())) {
                problems.add("mount " + mount.target() + " (" + mount.name() + ") is dead: the process that served it"
                        + " ended without unmounting; what was written is kept; 'jfs umount " + mount.target()
                        + "' or 'jfs system prune' takes the mount away");
            } else if (mount.mounted() && isGone(mount)) {
                problems.add(
                        "mount " + mount.target() + " (" + mount.name() + ") is gone, as after a reboot; 'jfs umount "
                                + mount.target() + "' or 'jfs system prune' forgets it");
            }
        }
        return problems;
    }
}
