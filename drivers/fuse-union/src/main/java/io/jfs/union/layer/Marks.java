package io.jfs.union.layer;

import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;
import io.jfs.linux.FileType;
import io.jfs.linux.NativePath;
import io.jfs.linux.Stat;
import io.jfs.linux.Xattr;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Overlay's marks on files, as the kernel reads and writes them (fs/overlayfs/overlayfs.h; overlayfs.rst, "whiteouts
 * and opaque directories", "redirect_dir"), and those of AUFS.
 *
 * @param prefix {@code trusted.overlay.} or {@code user.overlay.}
 * @param readsAufs whether {@code .wh.} files mean something
 */
public record Marks(String prefix, boolean readsAufs) {
    /** The file that makes a directory opaque for AUFS. */
    public static final String AUFS_OPAQUE = ".wh..wh..opq";

    /** What the names of AUFS whiteouts begin with. */
    public static final String AUFS_PREFIX = ".wh.";

    private static final String DEFAULT_ACL = "system.posix_acl_default";
    private static final String METACOPY = "metacopy";
    private static final String PROTECTION = "protattr";
    private static final byte[] YES = {'y'};

    /**
     * What a directory's marks say.
     *
     * @param isOpaque nothing of the layers below shows in it
     * @param hasXattrWhiteouts empty files in it with a {@code whiteout} attribute are whiteouts
     * @param redirect where the layers below have this directory: an absolute path, or a name beside; empty if where it
     *     is
     * @param isImpure entries may have an origin in a layer below
     * @param hasDefaultAcl new entries get a POSIX ACL; no mark of overlay, but found on the way
     */
    public record OfDirectory(
            boolean isOpaque,
            boolean hasXattrWhiteouts,
            Optional<String> redirect,
            boolean isImpure,
            boolean hasDefaultAcl) {}

    /** The marks of an open directory. */
    OfDirectory ofDirectory(Fd directory) throws IOException {
        boolean aufsOpaque = readsAufs && Stat.find(directory, AUFS_OPAQUE).isPresent();
        boolean marked = false;
        boolean acl = false;
        for (String name : Xattr.list(directory)) {
            marked |= name.startsWith(prefix);
            acl |= name.equals(DEFAULT_ACL);
        }
        if (!marked) {
            return new OfDirectory(aufsOpaque, false, Optional.empty(), false, acl);
        }
        String opaque = text(Xattr.get(directory, prefix + "opaque"));
        Optional<String> redirect = Xattr.get(directory, prefix + "redirect")
                .map(NativePath::decode)
                .filter(Marks::isSaneRedirect);
        boolean impure = Xattr.get(directory, prefix + "impure").isPresent();
        return new OfDirectory(aufsOpaque || opaque.equals("y"), opaque.equals("x"), redirect, impure, acl);
    }

    private static String text(Optional<byte[]> value) {
        return value.map(v -> new String(v, StandardCharsets.ISO_8859_1)).orElse("");
    }

    /** A layer may be hostile: a redirect is one name, or an absolute path without {@code ..}. */
    private static boolean isSaneRedirect(String redirect) {
        if (!redirect.startsWith("/")) {
            return isName(redirect);
        }
        for (String part : redirect.substring(1).split("/", -1)) {
            if (!isName(part)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isName(String part) {
        return !part.isEmpty() && !part.equals(".") && !part.equals("..") && part.indexOf('/') < 0;
    }

    /** Whether an entry of a directory stands for the absence of one. */
    public boolean isWhiteout(Fd directory, String name, FileStat stat, OfDirectory marks) throws IOException {
        if (stat.type() == FileType.CHARACTER_DEVICE) {
            return stat.rdev() == 0;
        }
        return marks.hasXattrWhiteouts
                && stat.isRegular()
                && stat.size() == 0
                && Xattr.getAt(directory, name, prefix + "whiteout").isPresent();
    }

    /** Whether a name belongs to AUFS and is never shown. */
    public boolean isAufsName(String name) {
        return readsAufs && name.startsWith(AUFS_PREFIX);
    }

    /** Whether an extended attribute is one of ours and never shown. */
    public boolean isOwn(String xattr) {
        return xattr.startsWith(prefix);
    }

    /** Whether a regular file has only attributes, and its data is in a layer below. */
    public boolean isMetacopy(Fd directory, String name) throws IOException {
        return Xattr.getAt(directory, name, prefix + METACOPY).isPresent();
    }

    /** As the other, of an open file. */
    public boolean isMetacopy(Fd file) throws IOException {
        return Xattr.get(file, prefix + METACOPY).isPresent();
    }

    /** Says of an open file that its data is in a layer below. */
    public void setMetacopy(Fd file) throws IOException {
        Xattr.set(file, prefix + METACOPY, new byte[0]);
    }

    /** Says of an open file that it has its data now. */
    public void removeMetacopy(Fd file) throws IOException {
        Xattr.remove(file, prefix + METACOPY);
    }

    /** Where the layers below have a file that has only attributes; empty if where it is. */
    public Optional<String> redirect(Fd directory, String name) throws IOException {
        return Xattr.getAt(directory, name, prefix + "redirect")
                .map(NativePath::decode)
                .filter(Marks::isSaneRedirect);
    }

    /** Makes an open directory opaque. */
    public void setOpaque(Fd directory) throws IOException {
        Xattr.set(directory, prefix + "opaque", YES);
    }

    /** Says of an open directory that entries in it have an origin. */
    public void setImpure(Fd directory) throws IOException {
        Xattr.set(directory, prefix + "impure", YES);
    }

    /** Says where the layers below have an open directory. */
    public void setRedirect(Fd directory, String redirect) throws IOException {
        Xattr.set(directory, prefix + "redirect", NativePath.encode(redirect));
    }

    /**
     * Says of an open file which one in a layer below it comes from.
     *
     * @return false if the file can have no such attribute, as links and devices none of {@code user.*}
     */
    public boolean setOrigin(Fd file, byte[] origin) throws IOException {
        try {
            Xattr.set(file, prefix + "origin", origin);
            return true;
        } catch (ErrnoException e) {
            if (!e.is(Errno.EOPNOTSUPP) && !e.is(Errno.EPERM)) {
                throw e;
            }
            return false;
        }
    }

    /** Which file an entry comes from. */
    public Optional<byte[]> origin(Fd directory, String name) throws IOException {
        return Xattr.getAt(directory, name, prefix + "origin");
    }

    /** How many links an indexed file has more than its inode, as the kernel's {@code nlink} says: {@code U+1}. */
    public void setExtraLinks(Fd file, int extra) throws IOException {
        String value = "U" + (extra < 0 ? "" : "+") + extra;
        Xattr.set(file, prefix + "nlink", value.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** How many links an indexed file has more than its inode; 0 if it does not say. */
    public int extraLinks(Fd file) throws IOException {
        String value = text(Xattr.get(file, prefix + "nlink"));
        if (!value.matches("U[+-]\\d{1,9}")) {
            return 0;
        }
        return Integer.parseInt(value.substring(1));
    }

    /** What a file is protected from, of the letters {@code a} and {@code i}; empty if from nothing. */
    public String protection(RealFile file) throws IOException {
        return text(file.xattr(prefix + PROTECTION));
    }

    /**
     * Protects a file.
     *
     * @param letters as {@link #protection}
     * @throws IOException EPERM if its filesystem cannot keep that
     */
    public void setProtection(RealFile file, String letters) throws IOException {
        try {
            if (!letters.isEmpty()) {
                file.setXattr(prefix + PROTECTION, letters.getBytes(StandardCharsets.ISO_8859_1));
            } else if (!protection(file).isEmpty()) {
                file.removeXattr(prefix + PROTECTION);
            }
        } catch (ErrnoException e) {
            throw e.is(Errno.EOPNOTSUPP) ? new ErrnoException(Errno.EPERM, "setxattr", PROTECTION) : e;
        }
    }
}
