package io.jfs.union;

import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;
import io.jfs.linux.FileType;
import io.jfs.linux.Xattr;
import io.jfs.union.layer.EntryAt;
import io.jfs.union.layer.LayerDirectory;
import io.jfs.union.layer.RealFile;
import java.io.IOException;
import java.util.Optional;

/**
 * The owner and permissions of a new file: what inode_init_owner and posix_acl_create of the kernel make of the caller
 * and of the directory.
 */
final class NewFileAttributes {
    static final String DEFAULT_ACL = "system.posix_acl_default";
    static final String ACCESS_ACL = "system.posix_acl_access";

    private static final int S_ISGID = 02000;
    private static final int SET_ID = 06000;

    private final Context context;

    NewFileAttributes(Context context) {
        this.context = context;
    }

    /**
     * What a file shall get.
     *
     * @param mode type, and the permissions it is made with
     * @param uid on disk; -1 for the process's own
     * @param gid on disk; -1 for that which it gets by itself
     * @param defaultAcl the directory's default ACL, which decides about the permissions instead of the umask
     */
    record Plan(int mode, int uid, int gid, Optional<byte[]> defaultAcl) {
        int permissions() {
            return mode & 07777;
        }

        boolean isDirectory() {
            return FileType.ofMode(mode) == FileType.DIRECTORY;
        }

        boolean isSymlink() {
            return FileType.ofMode(mode) == FileType.SYMLINK;
        }
    }

    /**
     * What a new file shall get.
     *
     * @param open the directory where it is made
     * @param parent the attributes of that
     */
    Plan plan(LayerDirectory directory, Fd open, FileStat parent, int mode, Caller caller) throws IOException {
        Optional<byte[]> acl = directory.marks().hasDefaultAcl() ? Xattr.get(open, DEFAULT_ACL) : Optional.empty();
        int permitted = acl.isPresent() || FileType.ofMode(mode) == FileType.SYMLINK ? mode : mode & ~caller.umask();
        int uid = context.options.uids().toDisk(caller.uid());
        if ((parent.permissions() & S_ISGID) == 0) {
            return new Plan(permitted, uid, context.options.gids().toDisk(caller.gid()), acl);
        }
        boolean inherits = FileType.ofMode(mode) == FileType.DIRECTORY;
        return new Plan(inherits ? permitted | S_ISGID : permitted, uid, parent.gid(), acl);
    }

    /** Finishes a file that was made in its directory, where the filesystem has applied the default ACL already. */
    void apply(Plan plan, RealFile file) throws IOException {
        boolean chowned = chown(plan, file);
        boolean maskedWrongly = plan.defaultAcl.isEmpty() && (plan.mode & context.umask) != 0;
        boolean setId = (plan.mode & SET_ID) != 0;
        if (!plan.isSymlink() && (maskedWrongly || (setId && (chowned || plan.isDirectory())))) {
            file.chmod(
                    plan.defaultAcl.isEmpty() ? plan.permissions() : file.stat().permissions() | (plan.mode & SET_ID));
        }
    }

    private boolean chown(Plan plan, RealFile file) throws IOException {
        boolean own = (plan.uid == -1 || plan.uid == context.userId) && (plan.gid == -1 || plan.gid == context.groupId);
        if (own && (plan.mode & S_ISGID) == 0) {
            return false;
        }
        file.chown(plan.uid, plan.gid);
        return true;
    }

    /** Finishes a file that was made elsewhere: the default ACL is applied here. */
    void applyInherited(Plan plan, Fd staging, String name) throws IOException {
        EntryAt file = new EntryAt(staging, name);
        file.chown(plan.uid, plan.gid);
        if (plan.isSymlink()) {
            return;
        }
        if (plan.defaultAcl.isEmpty()) {
            file.chmod(plan.permissions());
            return;
        }
        PosixAcl acl = PosixAcl.parse(plan.defaultAcl.get());
        PosixAcl access = acl.forNewFile(plan.permissions());
        file.chmod(access.permissions() | (plan.permissions() & 07000));
        if (access.isExtended()) {
            Xattr.setAt(staging, name, ACCESS_ACL, access.encode());
        }
        if (plan.isDirectory()) {
            Xattr.setAt(staging, name, DEFAULT_ACL, plan.defaultAcl.get());
        }
    }
}
