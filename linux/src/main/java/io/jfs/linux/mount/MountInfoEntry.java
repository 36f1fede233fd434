package io.jfs.linux.mount;

import java.util.List;

/**
 * A mount as a line of {@code /proc/self/mountinfo} (proc_pid_mountinfo(5)) tells it, with escapes undone.
 *
 * @param id unique among the mounts that are there
 * @param parentId the mount that it is mounted in
 * @param device {@code major:minor} of the filesystem
 * @param root the path within the filesystem that is mounted
 * @param mountPoint where, seen from this process's root directory
 * @param options of this mount: {@code rw}, {@code nosuid}, ...
 * @param propagation {@code shared:N}, {@code master:N}, ...; empty for a private mount
 * @param type of the filesystem
 * @param source as given to mount(2)
 * @param superOptions of the filesystem, such as overlay's {@code lowerdir=...}
 */
public record MountInfoEntry(
        long id,
        long parentId,
        String device,
        String root,
        String mountPoint,
        List<String> options,
        List<String> propagation,
        String type,
        String source,
        List<String> superOptions) {
    public MountInfoEntry {
        options = List.copyOf(options);
        propagation = List.copyOf(propagation);
        superOptions = List.copyOf(superOptions);
    }
}
