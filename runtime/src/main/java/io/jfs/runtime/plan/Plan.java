package io.jfs.runtime.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * What the helper is to do, in order. Of the operations, those named {@code …Here} and the settings are the helper's
 * own before it makes the container's namespaces; the others are those of the container's first process, or of a
 * process that joins. A <em>slot</em> is a number by which one operation finds a descriptor that another has opened.
 *
 * <p>All paths in the container are resolved inside its root, whatever links it holds.
 */
public final class Plan {
    /** {@link #mount}: the destination's path must have no symbolic link. */
    public static final int MOUNT_NO_SYMLINKS = 1;

    /** {@link #mount}: what the destination holds is copied into the new filesystem. */
    public static final int MOUNT_COPY_UP = 2;

    /** {@link #bindHere}: not idmapped. */
    public static final int NO_IDMAP = -1;

    /** {@link #bindHere}: idmapped as the container's user namespace. */
    public static final int IDMAP_OF_CONTAINER = -2;

    private final PlanWriter writer = new PlanWriter();

    /** A plan that does nothing yet. */
    public Plan() {}

    private Plan add(OpCode code, long[] numbers, List<String> texts) {
        writer.add(code, numbers, texts);
        return this;
    }

    private static long[] numbers(long... numbers) {
        return numbers;
    }

    private static long flag(boolean value) {
        return value ? 1 : 0;
    }

    /** New namespaces, by the flags of clone(2). */
    public Plan namespaces(long flags) {
        return add(OpCode.NAMESPACES, numbers(flags), List.of());
    }

    /** Joins the namespace at a path; its kind as its flag of clone(2). */
    public Plan join(long flag, String path) {
        return add(OpCode.JOIN, numbers(flag), List.of(path));
    }

    /** Joins all namespaces of a process, if it still is the one that started then. */
    public Plan joinProcess(int pid, long startTime) {
        return add(OpCode.JOIN_PROCESS, numbers(pid, startTime), List.of());
    }

    /** Starts in this cgroup of a hierarchy of version 1 or 2. */
    public Plan cgroup(int version, String directory) {
        return add(OpCode.CGROUP, numbers(version), List.of(directory));
    }

    /** Listens on a socket for whoever starts the program. */
    public Plan listenHere(String directory, String name) {
        return add(OpCode.LISTEN, numbers(), List.of(directory, name));
    }

    /** The socket that gets the terminal's master. */
    public Plan consoleSocket(String path) {
        return add(OpCode.CONSOLE, numbers(), List.of(path));
    }

    /**
     * A bind mount attached nowhere yet.
     *
     * @param recursive with the mounts below the source
     * @param attributes of the mount
     * @param propagation {@code MS_PRIVATE} and the like; 0 leaves it
     * @param idmap a slot of {@link #userNamespaceHere}, {@link #NO_IDMAP} or {@link #IDMAP_OF_CONTAINER}
     */
    public Plan bindHere(
            int slot, String source, boolean recursive, MountAttributes attributes, long propagation, int idmap) {
        long[] numbers = {
            slot,
            flag(recursive),
            attributes.set(),
            attributes.clear(),
            propagation,
            flag(attributes.recursive()),
            idmap
        };
        return add(OpCode.BIND, numbers, List.of(source));
    }

    /** A user namespace for idmapped mounts, with maps as in {@code /proc/PID/uid_map}. */
    public Plan userNamespaceHere(int slot, String uidMap, String gidMap) {
        return add(OpCode.USERNS, numbers(slot), List.of(uidMap, gidMap));
    }

    /** The text for {@code /proc/PID/timens_offsets} of the new time namespace. */
    public Plan timeOffsets(String text) {
        return add(OpCode.TIME_OFFSETS, numbers(), List.of(text));
    }

    /** The helper stays as the container's monitor. */
    public Plan monitor(MonitorSettings settings) {
        List<String> texts =
                new ArrayList<>(List.of(settings.directory(), settings.logPath(), settings.memoryEventFile()));
        texts.addAll(settings.exitCommand());
        long flags = flag(settings.keepsInputOpen()) | (settings.hasTerminal() ? 2 : 0);
        return add(OpCode.MONITOR, numbers(flags, settings.logMaxBytes(), settings.logFiles()), texts);
    }

    /** The helper waits for the program to end, and passes terminal and signals on. */
    public Plan foreground() {
        return add(OpCode.FOREGROUND, numbers(), List.of());
    }

    public Plan oomScoreAdjustment(int value) {
        return add(OpCode.OOM_SCORE, numbers(value), List.of());
    }

    /** The socket that gets the seccomp listener. */
    public Plan seccompAgent(String path) {
        return add(OpCode.SECCOMP_AGENT, numbers(), List.of(path));
    }

    /** Namespaces that are made only when the process is in its cgroup. */
    public Plan unshare(long flags) {
        return add(OpCode.UNSHARE, numbers(flags), List.of());
    }

    /** Takes ids of the user namespace; {@code clearGroups} where it allows setgroups(2). */
    public Plan become(int uid, int gid, boolean clearGroups) {
        return add(OpCode.BECOME, numbers(uid, gid, flag(clearGroups)), List.of());
    }

    /** Propagation of all that is mounted, by flags of mount(2). */
    public Plan propagate(long flags) {
        return add(OpCode.PROPAGATE, numbers(flags), List.of());
    }

    /** The mount in a slot becomes the container's root, attached to a path until the pivot. */
    public Plan root(int slot, String path) {
        return add(OpCode.ROOT, numbers(slot), List.of(path));
    }

    /**
     * Mounts a new filesystem.
     *
     * @param attributes {@code MOUNT_ATTR_*}
     * @param flags {@link #MOUNT_NO_SYMLINKS}, {@link #MOUNT_COPY_UP}
     * @param options for the filesystem
     */
    public Plan mount(
            String destination,
            String type,
            String source,
            long attributes,
            long propagation,
            int flags,
            List<String> options) {
        List<String> texts = new ArrayList<>(List.of(destination, type, source));
        texts.addAll(options);
        return add(OpCode.MOUNT, numbers(attributes, propagation, flags), texts);
    }

    /** Attaches the mount in a slot; a destination that is missing is made, as file or directory. */
    public Plan attach(int slot, String destination, int flags) {
        return add(OpCode.ATTACH, numbers(slot, flags), List.of(destination));
    }

    /** Changes what is mounted at a path. */
    public Plan setAttributes(String path, MountAttributes attributes, long propagation) {
        long[] numbers = {attributes.set(), attributes.clear(), propagation, flag(attributes.recursive())};
        return add(OpCode.SETATTR, numbers, List.of(path));
    }

    /**
     * Makes a device file or fifo; one that is there already must be the same.
     *
     * @param mode with the type's bits
     */
    public Plan makeNode(String path, int mode, int major, int minor, int uid, int gid) {
        return add(OpCode.MKNOD, numbers(mode, major, minor, uid, gid), List.of(path));
    }

    /** Makes a symbolic link unless the name is taken. */
    public Plan symlink(String path, String target) {
        return add(OpCode.SYMLINK, numbers(), List.of(path, target));
    }

    /** Hides what is at the paths; the slot has the host's {@code /dev/null}. */
    public Plan mask(int nullSlot, List<String> paths) {
        return add(OpCode.MASK, numbers(nullSlot), paths);
    }

    /** Makes what is at the paths read-only. */
    public Plan readOnly(List<String> paths) {
        return add(OpCode.READONLY, numbers(), paths);
    }

    /** A terminal of the container's devpts as standard files, in a new session; 0 rows leave the size. */
    public Plan terminal(int rows, int columns, int uid, int gid, boolean makeConsole) {
        return add(OpCode.TERMINAL, numbers(rows, columns, uid, gid, flag(makeConsole)), List.of());
    }

    /**
     * Runs a hook in the container's namespaces.
     *
     * @param timeoutMillis 0 waits for ever
     * @param created whether the state on its input says created, not creating
     */
    public Plan hook(
            String path, List<String> arguments, List<String> environment, int timeoutMillis, boolean created) {
        List<String> texts = new ArrayList<>(List.of(path));
        texts.addAll(arguments);
        texts.addAll(environment);
        return add(OpCode.HOOK, numbers(timeoutMillis, arguments.size(), flag(created)), texts);
    }

    /** Changes the root; {@code pivot} false moves the mount and calls chroot(2). */
    public Plan pivot(boolean pivot) {
        return add(OpCode.PIVOT, numbers(flag(pivot)), List.of());
    }

    public Plan hostname(String name) {
        return add(OpCode.HOSTNAME, numbers(), List.of(name));
    }

    public Plan domainname(String name) {
        return add(OpCode.DOMAINNAME, numbers(), List.of(name));
    }

    /** Writes to a file below the host's {@code /proc}, seen from the container's namespaces. */
    public Plan writeProc(String path, String value) {
        return add(OpCode.PROC_WRITE, numbers(), List.of(path, value));
    }

    /**
     * Sets one resource limit.
     *
     * @param name only for errors
     */
    public Plan limit(int resource, long soft, long hard, String name) {
        return add(OpCode.RLIMIT, numbers(resource, soft, hard), List.of(name));
    }

    /** A new session keyring. */
    public Plan keyring(String name) {
        return add(OpCode.KEYRING, numbers(), List.of(name));
    }

    public Plan noNewPrivileges() {
        return add(OpCode.NO_NEW_PRIVS, numbers(), List.of());
    }

    /** Loads a filter of {@code struct sock_filter}s, each as a number in the machine's byte order. */
    public Plan seccomp(long flags, long[] filter) {
        long[] numbers = new long[filter.length + 1];
        numbers[0] = flags;
        System.arraycopy(filter, 0, numbers, 1, filter.length);
        return add(OpCode.SECCOMP, numbers, List.of());
    }

    /** Takes the process's own ids and capabilities. */
    public Plan credentials(Credentials credentials) {
        return add(OpCode.CREDENTIALS, credentials.numbers(), List.of());
    }

    /** The working directory, which must be in the root. */
    public Plan workingDirectory(String path) {
        return add(OpCode.CHDIR, numbers(), List.of(path));
    }

    /** Waits while Java does something. */
    public Plan sync() {
        return add(OpCode.SYNC, numbers(), List.of());
    }

    /** Looks for the program, and tells Java that all is done. */
    public Plan ready() {
        return add(OpCode.READY, numbers(), List.of());
    }

    /** Waits for whoever starts the program, on the socket of {@link #listenHere}. */
    public Plan waitForStart() {
        return add(OpCode.WAIT_START, numbers(), List.of());
    }

    /** Becomes the program, with standard files and {@code preserved} more descriptors. */
    public Plan exec(List<String> arguments, List<String> environment, int preserved) {
        List<String> texts = new ArrayList<>(arguments);
        texts.addAll(environment);
        return add(OpCode.EXEC, numbers(arguments.size(), preserved), texts);
    }

    /** Brings the loopback interface up. */
    public Plan loopback() {
        return add(OpCode.LOOPBACK, numbers(), List.of());
    }

    /** sched_setattr(2). */
    public Plan scheduler(int policy, long flags, int nice, int priority, long runtime, long deadline, long period) {
        return add(OpCode.SCHEDULER, numbers(policy, flags, nice, priority, runtime, deadline, period), List.of());
    }

    /** ioprio_set(2). */
    public Plan ioPriority(int value) {
        return add(OpCode.IO_PRIORITY, numbers(value), List.of());
    }

    /** personality(2). */
    public Plan personality(long value) {
        return add(OpCode.PERSONALITY, numbers(value), List.of());
    }

    /** A new session. */
    public Plan session() {
        return add(OpCode.SESSION, numbers(), List.of());
    }

    /** Makes a directory and its parents, where they are missing. */
    public Plan makeDirectory(String path) {
        return add(OpCode.MKDIR, numbers(), List.of(path));
    }

    /** The plan as the helper reads it. */
    public byte[] toBytes() {
        return writer.toBytes();
    }
}
