package io.jfs.linux;

import static io.jfs.linux.ErrnoException.check;
import static io.jfs.linux.NativePath.terminated;

import io.jfs.linux.internal.Kernel;
import io.jfs.linux.internal.Scratch;
import io.jfs.linux.internal.Syscall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** This process and others. */
public final class Processes {
    // linux/capability.h
    public static final int CAP_CHOWN = 0;
    public static final int CAP_DAC_OVERRIDE = 1;
    public static final int CAP_DAC_READ_SEARCH = 2;
    public static final int CAP_SYS_ADMIN = 21;
    public static final int CAP_MKNOD = 27;

    // linux/memfd.h
    private static final int MFD_CLOEXEC = 1;
    private static final int MFD_ALLOW_SEALING = 2;
    private static final int MFD_EXEC = 0x10; // since Linux 6.3

    // linux/fcntl.h
    private static final int F_ADD_SEALS = 1033;
    private static final int ALL_SEALS = 0xf; // F_SEAL_SEAL, _SHRINK, _GROW, _WRITE

    private static final String EFFECTIVE = "CapEff:";

    private Processes() {}

    /** {@code pid_t getpid(void)}. */
    public static int processId() {
        return (int) Kernel.call(Syscall.GETPID, 0);
    }

    /** {@code uid_t geteuid(void)}; 0 is root, of this user namespace at least. */
    public static int effectiveUserId() {
        return (int) Kernel.call(Syscall.GETEUID, 0);
    }

    /** {@code gid_t getegid(void)}. */
    public static int effectiveGroupId() {
        return (int) Kernel.call(Syscall.GETEGID, 0);
    }

    /**
     * Whether the process has a capability (capabilities(7)) in force, by {@code CapEff} of {@code /proc/self/status}.
     *
     * @param capability its number, {@code CAP_*}
     * @throws IOException if {@code /proc} cannot be read
     */
    public static boolean hasCapability(int capability) throws IOException {
        List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
        return hasCapability(status, capability);
    }

    static boolean hasCapability(List<String> status, int capability) throws IOException {
        for (String line : status) {
            if (line.startsWith(EFFECTIVE)) {
                long set = Long.parseUnsignedLong(
                        line.substring(EFFECTIVE.length()).strip(), 16);
                return capability >= 0 && capability < Long.SIZE && ((set >>> capability) & 1) != 0;
            }
        }
        throw new IOException("/proc/self/status has no " + EFFECTIVE);
    }

    /**
     * A file in memory, gone with its last descriptor: {@code int memfd_create(const char *name, MFD_CLOEXEC)}.
     *
     * @param name for {@code /proc/self/fd} only
     * @throws ErrnoException EMFILE, ENOMEM
     */
    public static Fd memfd(String name) throws ErrnoException {
        long text = Scratch.begin().put(terminated("memfd_create", name));
        return Fd.ofOwned((int) check(Kernel.call(Syscall.MEMFD_CREATE, text, MFD_CLOEXEC), "memfd_create", name));
    }

    /**
     * A descriptor that stands for a process: {@code int pidfd_open(pid_t pid, 0)}.
     *
     * @throws ErrnoException ESRCH if there is no such process
     */
    public static Fd pidfdOpen(int pid) throws ErrnoException {
        long result = Kernel.call(Syscall.PIDFD_OPEN, pid, 0);
        return Fd.ofOwned((int) check(result, "pidfd_open", Integer.toString(pid)));
    }

    /**
     * A file in memory that nobody can ever change, and that can be executed: {@code memfd_create} with all of
     * {@code F_SEAL_*}.
     *
     * @param name for {@code /proc/PID/exe} and the like
     * @throws ErrnoException EMFILE, ENOMEM; EACCES where sysctl {@code vm.memfd_noexec} forbids it
     */
    public static Fd sealed(String name, byte[] content) throws ErrnoException {
        long text = Scratch.begin().put(terminated("memfd_create", name));
        int flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
        long result = Kernel.call(Syscall.MEMFD_CREATE, text, flags | MFD_EXEC);
        if (Errno.EINVAL.is(result)) {
            result = Kernel.call(Syscall.MEMFD_CREATE, text, flags);
        }
        Fd file = Fd.ofOwned((int) check(result, "memfd_create", name));
        try {
            FileIo.writeFully(file, content, 0, content.length);
            check(Kernel.call(Syscall.FCNTL, file.number(), F_ADD_SEALS, ALL_SEALS), "fcntl F_ADD_SEALS", name);
            return file;
        } catch (ErrnoException e) {
            file.close();
            throw e;
        }
    }

    /**
     * Sends a signal: {@code int pidfd_send_signal(int pidfd, int sig, NULL, 0)}. A process that has ended and whose
     * number was given to another is not hit.
     *
     * @param signal 0 only asks whether the process is there
     * @throws ErrnoException ESRCH if it has ended, EPERM, EINVAL for no signal
     */
    public static void signal(Fd pidfd, int signal) throws ErrnoException {
        check(Kernel.call(Syscall.PIDFD_SEND_SIGNAL, pidfd.number(), signal, 0, 0), "pidfd_send_signal", "" + signal);
    }
}
