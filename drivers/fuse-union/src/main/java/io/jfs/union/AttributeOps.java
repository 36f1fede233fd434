package io.jfs.union;

import io.jfs.linux.Errno;
import io.jfs.linux.FileIo;
import io.jfs.linux.FileStat;
import io.jfs.linux.FileType;
import io.jfs.linux.NativePath;
import io.jfs.union.layer.EntryFile;
import io.jfs.union.layer.Pin;
import io.jfs.union.layer.RealFile;
import java.io.IOException;
import java.util.Optional;

/** Reading and setting attributes, reading symbolic links. */
final class AttributeOps {
    private final Context context;
    private final CopyUp copyUp;

    AttributeOps(Context context, CopyUp copyUp) {
        this.context = context;
        this.copyUp = copyUp;
    }

    void get(Node node, Attributes out) throws IOException {
        context.fill(node, node.stat(), out);
    }

    /** See {@link Union#setAttributes}. The size comes first, since writing clears set-id bits; times come last. */
    void set(Node node, AttributeChange change, Attributes out) throws IOException {
        if (change.hasSize()) {
            node.requireRegular();
        }
        Protection.requireChangeable(context, node, change);
        if (change.hasSize()) {
            copyUp.copyUp(node, change.size() != 0);
        } else {
            copyUp.copyUpAttributes(node);
        }
        if (change.hasSize()) {
            try (Pin data = node.data(context).pin()) {
                FileIo.truncate(data.fd(), change.size());
            }
        }
        if (change.killPrivileges() && !change.hasMode()) {
            Privileges.kill(node);
        }
        FileStat stat;
        synchronized (node) {
            RealFile real = node.real();
            if (change.isEmpty()) {
                real.chown(-1, -1);
            } else if (change.hasOwner()) {
                real.chown(
                        context.options.uids().toDisk(change.uid()),
                        context.options.gids().toDisk(change.gid()));
            }
            if (change.hasMode() && node.type != FileType.SYMLINK) {
                real.chmod(change.mode());
            }
            if (change.hasTimes()) {
                real.setTimes(change.atimeSeconds(), change.atimeNanos(), change.mtimeSeconds(), change.mtimeNanos());
            }
            stat = real.stat();
        }
        if (node.directory != null) {
            node.directory.attributesChanged();
        }
        context.fill(node, stat, out);
    }

    String readLink(Node node) throws IOException {
        if (node.type != FileType.SYMLINK) {
            throw Failures.of(Errno.EINVAL, "readlink", "");
        }
        if (!node.isUpper()) {
            Optional<String> known = indexedTarget(node);
            return known.isPresent() ? known.get() : node.real().readLink();
        }
        synchronized (node) {
            return node.real().readLink();
        }
    }

    private static Optional<String> indexedTarget(Node node) throws IOException {
        Dentry entry = node.dentry();
        UnionDirectory directory = entry == null ? null : entry.parent.directory;
        if (directory == null || directory.index == null || !(node.real() instanceof EntryFile(var in, var name))) {
            return Optional.empty();
        }
        byte[] bytes = NativePath.encode(name);
        int found = directory.index.find(bytes, bytes.length);
        boolean isIt = found >= 0
                && directory.index.layer(found) == in.layer().index()
                && directory.index.inode(found) == node.stat().inode();
        return isIt ? directory.index.target(found) : Optional.empty();
    }
}
