package io.jfs.fuse.libfuse;

/** Who asks. */
record Caller(int uid, int gid, int pid) {}
