package io.jfs.image.tree;

import io.jfs.core.layer.EntryType;
import io.jfs.linux.FileType;
import java.util.Optional;

/** Makes nodes for the outside out of the tables. */
final class NodeReader {
    private static final int IMPLIED_MODE = 0_755;

    private NodeReader() {}

    static TreeNode node(PathTable paths, VersionTable versions, LinkResolver links, int node, int version) {
        String path = paths.path(node);
        if (version == MergedView.IMPLIED) {
            return new TreeNode(
                    path, FileType.DIRECTORY, IMPLIED_MODE, 0, 0, 0, 0, 0, Optional.empty(), 0, 0, -1, false);
        }
        boolean hardLink = versions.type(version) == EntryType.HARD_LINK;
        // A link whose target is missing is shown as what its own header says.
        int content = links.contentOf(version).orElse(version);
        long[] device = versions.device(content);
        return new TreeNode(
                path,
                type(versions.type(content)),
                versions.mode(content) & 07777,
                Integer.toUnsignedLong(versions.uid(content)),
                Integer.toUnsignedLong(versions.gid(content)),
                versions.size(content),
                versions.mtime(content),
                versions.mtimeNanos(content),
                versions.type(content) == EntryType.SYMLINK ? Optional.of(versions.link(content)) : Optional.empty(),
                (int) device[0],
                (int) device[1],
                versions.layer(version),
                hardLink);
    }

    private static FileType type(EntryType type) {
        return switch (type) {
            case REGULAR, HARD_LINK -> FileType.REGULAR;
            case DIRECTORY -> FileType.DIRECTORY;
            case SYMLINK -> FileType.SYMLINK;
            case CHARACTER_DEVICE -> FileType.CHARACTER_DEVICE;
            case BLOCK_DEVICE -> FileType.BLOCK_DEVICE;
            case FIFO -> FileType.FIFO;
        };
    }
}
