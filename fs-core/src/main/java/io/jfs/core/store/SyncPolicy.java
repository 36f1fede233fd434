package io.jfs.core.store;

/** What reaches the disk before a commit is recorded. The record itself always does. */
public enum SyncPolicy {
    /**
     * Nothing is waited for: a snapshot committed shortly before a power loss may be damaged. A killed process does no
     * harm.
     */
    NONE,
    /** One syncfs(2) on the driver's filesystem: what the metadata says committed is whole after a power loss too. */
    FILESYSTEM
}
