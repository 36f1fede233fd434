package io.jfs.union;

import io.jfs.linux.Attributes;

/**
 * Which attributes to set, as one FUSE SETATTR or one of chmod(2), chown(2), truncate(2), utimensat(2) asks. What is
 * not set stays. An instance can be reset and used again. Not thread-safe.
 */
public final class AttributeChange {
    private static final int UNSET = -1;

    private int mode;
    private int uid;
    private int gid;
    private long size;
    private long atimeSeconds;
    private int atimeNanos;
    private long mtimeSeconds;
    private int mtimeNanos;
    private boolean killPrivileges;

    /** One that changes nothing yet. */
    public AttributeChange() {
        reset();
    }

    /** Changes nothing again; returns itself. */
    public AttributeChange reset() {
        mode = UNSET;
        uid = UNSET;
        gid = UNSET;
        size = UNSET;
        atimeSeconds = 0;
        mtimeSeconds = 0;
        atimeNanos = Attributes.UTIME_OMIT;
        mtimeNanos = Attributes.UTIME_OMIT;
        killPrivileges = false;
        return this;
    }

    /** Permissions with set-id and sticky bits; type bits are ignored. */
    public AttributeChange mode(int permissions) {
        mode = permissions & 07777;
        return this;
    }

    /** Owner; -1 leaves it. */
    public AttributeChange uid(int user) {
        uid = user;
        return this;
    }

    /** Group; -1 leaves it. */
    public AttributeChange gid(int group) {
        gid = group;
        return this;
    }

    /** Bytes; what is added is a hole. */
    public AttributeChange size(long bytes) {
        size = bytes;
        return this;
    }

    /** Access time; nanoseconds may be {@code UTIME_NOW}. */
    public AttributeChange atime(long seconds, int nanos) {
        atimeSeconds = seconds;
        atimeNanos = nanos;
        return this;
    }

    /** Modification time; nanoseconds may be {@code UTIME_NOW}. */
    public AttributeChange mtime(long seconds, int nanos) {
        mtimeSeconds = seconds;
        mtimeNanos = nanos;
        return this;
    }

    /** Whether the set-id bits and file capabilities go, as FUSE_HANDLE_KILLPRIV_V2 asks. */
    public AttributeChange killPrivileges(boolean on) {
        killPrivileges = on;
        return this;
    }

    /** Whether it is a chown(2) that leaves both owners, which takes set-id bits away and moves the change time. */
    boolean isEmpty() {
        return !hasMode() && !hasOwner() && !hasSize() && !hasTimes() && !killPrivileges;
    }

    boolean hasMode() {
        return mode != UNSET;
    }

    boolean hasOwner() {
        return uid != UNSET || gid != UNSET;
    }

    boolean hasSize() {
        return size != UNSET;
    }

    boolean hasTimes() {
        return atimeNanos != Attributes.UTIME_OMIT || mtimeNanos != Attributes.UTIME_OMIT;
    }

    int mode() {
        return mode;
    }

    int uid() {
        return uid;
    }

    int gid() {
        return gid;
    }

    long size() {
        return size;
    }

    long atimeSeconds() {
        return atimeSeconds;
    }

    int atimeNanos() {
        return atimeNanos;
    }

    long mtimeSeconds() {
        return mtimeSeconds;
    }

    int mtimeNanos() {
        return mtimeNanos;
    }

    boolean killPrivileges() {
        return killPrivileges;
    }
}
