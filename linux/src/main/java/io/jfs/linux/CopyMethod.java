package io.jfs.linux;

/** How {@link DataCopy} copied a file, from cheap to dear. */
public enum CopyMethod {
    /** The files share their blocks until one is written (FICLONE). */
    REFLINK,
    /** The kernel copied (copy_file_range). */
    COPY_FILE_RANGE,
    /** The bytes passed through this process. */
    READ_WRITE
}
