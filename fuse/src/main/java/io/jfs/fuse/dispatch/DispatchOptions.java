package io.jfs.fuse.dispatch;

import java.util.Optional;

/**
 * How requests are dispatched, the same for all threads of a mount.
 *
 * @param answersOpen whether OPEN and CREATE go to the handler, else ENOSYS is the answer
 * @param answersOpendir whether OPENDIR goes to the handler, else ENOSYS is the answer
 * @param shortSetxattr whether SETXATTR's struct ends before its flags, as without {@code SETXATTR_EXT}
 */
public record DispatchOptions(
        Timeouts timeouts,
        boolean answersOpen,
        boolean answersOpendir,
        boolean shortSetxattr,
        FuseCounters counters,
        Interrupts interrupts,
        Optional<FuseTrace> trace) {}
