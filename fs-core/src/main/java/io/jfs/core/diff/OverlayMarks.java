package io.jfs.core.diff;

import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;
import io.jfs.linux.FileType;
import io.jfs.linux.Xattr;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads overlay's marks on files of a layer; linux Documentation/filesystems/overlayfs.rst, "whiteouts and opaque
 * directories", "Nesting overlayfs mounts".
 *
 * @param prefix {@code trusted.overlay.} or {@code user.overlay.}
 */
record OverlayMarks(String prefix) {
    /**
     * What the {@code opaque} attribute says of a directory.
     *
     * @param isOpaque nothing of the layers below shows in it ({@code y})
     * @param hasXattrWhiteouts whiteouts in it may be empty files with a {@code whiteout} attribute ({@code x})
     */
    record DirectoryMarks(boolean isOpaque, boolean hasXattrWhiteouts) {
        static final DirectoryMarks NONE = new DirectoryMarks(false, false);
    }

    /** The marks of an open directory. */
    DirectoryMarks ofDirectory(Fd directory) throws IOException {
        Optional<byte[]> opaque = Xattr.get(directory, prefix + "opaque");
        if (opaque.isEmpty()) {
            return DirectoryMarks.NONE;
        }
        String value = new String(opaque.get(), StandardCharsets.ISO_8859_1);
        return new DirectoryMarks(value.equals("y"), value.equals("x"));
    }

    /** Whether an entry stands for the absence of one. */
    boolean isWhiteout(Fd directory, String name, FileStat stat, DirectoryMarks marks) throws IOException {
        if (stat.type() == FileType.CHARACTER_DEVICE) {
            return stat.rdev() == 0;
        }
        return marks.hasXattrWhiteouts
                && stat.isRegular()
                && stat.size() == 0
                && Xattr.getAt(directory, name, prefix + "whiteout").isPresent();
    }

    /** Fails if an open directory shows another directory's content in place of that of its namesake below. */
    void requireNotRedirected(Fd directory) throws NeedsDoubleWalkException, IOException {
        if (Xattr.get(directory, prefix + "redirect").isPresent()) {
            throw new NeedsDoubleWalkException("redirected directory");
        }
    }

    /**
     * Fails if an entry is not what it seems without the layers below or overlay's index: its data ({@code metacopy}),
     * its children ({@code redirect}), or its number of links ({@code nlink}).
     */
    void requireSelfContained(Node node) throws NeedsDoubleWalkException, IOException {
        for (String xattr : Xattr.listAt(node.directory(), node.name())) {
            if (xattr.startsWith(prefix) && isForeign(xattr.substring(prefix.length()))) {
                throw new NeedsDoubleWalkException(xattr + " on " + node.name());
            }
        }
    }

    private static boolean isForeign(String mark) {
        return switch (mark) {
            case "redirect", "metacopy", "nlink" -> true;
            default -> false;
        };
    }
}
