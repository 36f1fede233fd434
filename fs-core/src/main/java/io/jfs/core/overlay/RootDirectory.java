package io.jfs.core.overlay;

import io.jfs.linux.Attributes;
import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import io.jfs.linux.Processes;
import io.jfs.linux.Stat;
import io.jfs.linux.Xattr;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The root of an upper directory. In an overlay the topmost root's owner, mode, attributes and times are the ones that
 * are seen, so a new upper takes them from its parent: at once if the parent is known, else when it is (a rebase).
 *
 * <p>A rebased root takes them unless its {@link RootMark} says that the layer stated them. Without a mark, something
 * else than a layer was written, perhaps through a mount, and the root's looks must tell: it is untouched if its owner
 * and mode are still those it was made with. Its time is untouched if it still equals that of the work directory, which
 * is made with the same time and never used unless mounted.
 */
final class RootDirectory {
    private static final int ROOT_MODE = 0755;

    private RootDirectory() {}

    static void create(Path snapshot) throws IOException {
        try (Fd directory = open(snapshot)) {
            Links.mkdirAt(directory, OverlayFormatDriver.WORK, 0700);
            Links.mkdirAt(directory, OverlayFormatDriver.UPPER, ROOT_MODE);
            Attributes.chmodAt(directory, OverlayFormatDriver.UPPER, ROOT_MODE);
            FileStat work = Stat.statAt(directory, OverlayFormatDriver.WORK);
            Attributes.setTimesAt(
                    directory,
                    OverlayFormatDriver.UPPER,
                    work.atimeSeconds(),
                    work.atimeNanos(),
                    work.mtimeSeconds(),
                    work.mtimeNanos());
        }
    }

    static void inherit(Path parent, Path snapshot, String overlayXattrs) throws IOException {
        try (Fd from = open(parent.resolve(OverlayFormatDriver.UPPER));
                Fd to = open(snapshot.resolve(OverlayFormatDriver.UPPER))) {
            copyIdentity(from, to, overlayXattrs);
            copyTimes(from, to);
        }
    }

    static void inheritUnstated(Path parent, Path snapshot, String overlayXattrs) throws IOException {
        try (Fd from = open(parent.resolve(OverlayFormatDriver.UPPER));
                Fd to = open(snapshot.resolve(OverlayFormatDriver.UPPER))) {
            Optional<RootMark> mark = RootMark.of(to, overlayXattrs);
            if (mark.isEmpty()) {
                inheritIfUntouched(from, to, snapshot, overlayXattrs);
            } else if (mark.get() == RootMark.UNSTATED) {
                copyIdentity(from, to, overlayXattrs);
                copyTimes(from, to);
            }
        }
    }

    private static void inheritIfUntouched(Fd from, Fd to, Path snapshot, String overlayXattrs) throws IOException {
        try (Fd directory = open(snapshot)) {
            FileStat root = Stat.stat(to);
            Optional<FileStat> work = Stat.find(directory, OverlayFormatDriver.WORK);
            if (work.isEmpty() || root.permissions() != ROOT_MODE || root.uid() != Processes.effectiveUserId()) {
                return;
            }
            copyIdentity(from, to, overlayXattrs);
            if (root.mtimeSeconds() == work.get().mtimeSeconds()
                    && root.mtimeNanos() == work.get().mtimeNanos()) {
                copyTimes(from, to);
            }
        }
    }

    /** chown before chmod, because chown clears the set-id bits. */
    private static void copyIdentity(Fd from, Fd to, String overlayXattrs) throws IOException {
        FileStat stat = Stat.stat(from);
        Attributes.chown(to, stat.uid(), stat.gid());
        Attributes.chmod(to, stat.permissions());
        for (String name : Xattr.list(from)) {
            Optional<byte[]> value = name.startsWith(overlayXattrs) ? Optional.empty() : Xattr.get(from, name);
            if (value.isPresent()) {
                Xattr.set(to, name, value.get());
            }
        }
    }

    private static void copyTimes(Fd from, Fd to) throws IOException {
        FileStat stat = Stat.stat(from);
        Attributes.setTimes(to, stat.atimeSeconds(), stat.atimeNanos(), stat.mtimeSeconds(), stat.mtimeNanos());
    }

    private static Fd open(Path directory) throws IOException {
        return Open.open(directory, Open.O_RDONLY | Open.O_DIRECTORY, 0);
    }
}
