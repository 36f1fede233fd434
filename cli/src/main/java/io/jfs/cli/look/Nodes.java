package io.jfs.cli.look;

import io.jfs.cli.output.Listing;
import io.jfs.image.tree.TreeNode;
import io.jfs.linux.FileType;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** Entries of a tree as {@code ls -l} words them. */
final class Nodes {
    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

    private Nodes() {}

    static Map<String, Object> fields(TreeNode node, String shown) {
        Instant modified = Instant.ofEpochSecond(node.mtimeSeconds(), node.mtimeNanos());
        boolean device = node.type() == FileType.CHARACTER_DEVICE || node.type() == FileType.BLOCK_DEVICE;
        return Listing.fields(
                "Mode", mode(node),
                "UID", node.uid(),
                "GID", node.gid(),
                "Size", device ? node.deviceMajor() + ", " + node.deviceMinor() : String.valueOf(node.size()),
                "SizeBytes", node.size(),
                "Modified", MINUTES.format(modified),
                "ModifiedAt", modified.toString(),
                "Layer", node.layer() + 1,
                "Name", shown + node.target().map(target -> " -> " + target).orElse(""),
                "Base", shown,
                "Path", node.path(),
                "Type", node.type().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** Ten characters, as {@code ls -l} begins a line. */
    static String mode(TreeNode node) {
        int mode = node.mode();
        return type(node.type())
                + triple(mode >> 6, (mode & 04000) != 0, 's')
                + triple(mode >> 3, (mode & 02000) != 0, 's')
                + triple(mode, (mode & 01000) != 0, 't');
    }

    private static String triple(int bits, boolean special, char letter) {
        boolean execute = (bits & 1) != 0;
        char last = special ? (execute ? letter : Character.toUpperCase(letter)) : execute ? 'x' : '-';
        return ((bits & 4) != 0 ? "r" : "-") + ((bits & 2) != 0 ? "w" : "-") + last;
    }

    private static String type(FileType type) {
        return switch (type) {
            case REGULAR -> "-";
            case DIRECTORY -> "d";
            case SYMLINK -> "l";
            case CHARACTER_DEVICE -> "c";
            case BLOCK_DEVICE -> "b";
            case FIFO -> "p";
            case SOCKET -> "s";
        };
    }
}
