package io.jfs.linux.fuse;

import static io.jfs.linux.ErrnoException.check;
import static io.jfs.linux.NativePath.terminated;

import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.internal.Kernel;
import io.jfs.linux.internal.Scratch;
import io.jfs.linux.internal.Spawn;
import io.jfs.linux.internal.Syscall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code fusermount3}, the set-user-ID program that mounts FUSE filesystems for plain users. It opens the device,
 * mounts it and passes the descriptor back through a socket that it inherits.
 */
public final class MountHelper {
    private static final String NAME = "fusermount3";
    private static final int AF_UNIX = 1; // linux/socket.h
    private static final int SOCK_STREAM_CLOEXEC = 1 | 02000000; // linux/net.h
    private static final int F_DUPFD = 0; // linux/fcntl.h
    private static final int MSG_CMSG_CLOEXEC = 0x40000000; // linux/socket.h
    private static final int MSGHDR_BYTES =
            56; // struct msghdr { name, namelen, iov, iovlen, control, controllen, flags }
    private static final int CONTROL_BYTES = 24; // CMSG_SPACE(sizeof(int))

    private final Path program;

    private MountHelper(Path program) {
        this.program = program;
    }

    /** The program, by {@code PATH} and in the usual places; empty if the machine has none. */
    public static Optional<MountHelper> find() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Stream.of(path.split(":")), Stream.of("/usr/bin", "/bin"))
                .filter(directory -> directory.startsWith("/"))
                .map(directory -> Path.of(directory, NAME))
                .filter(Files::isExecutable)
                .findFirst()
                .map(MountHelper::new);
    }

    /**
     * Mounts. The kernel's INIT waits in the returned device.
     *
     * @param options for {@code -o}: {@code fsname=}, {@code subtype=}, {@code ro}, {@code allow_other} and others
     * @throws IOException if the program refuses; it has told why on standard error
     */
    public FuseDevice mount(Path target, String options) throws IOException {
        Scratch scratch = Scratch.begin();
        long pair = scratch.reserve(Long.BYTES);
        check(
                Kernel.call(Syscall.SOCKETPAIR, AF_UNIX, SOCK_STREAM_CLOEXEC, 0, scratch.address(pair)),
                "socketpair",
                NAME);
        long numbers = scratch.getLong(pair);
        try (Fd ours = Fd.ofOwned((int) numbers);
                Fd theirs = Fd.ofOwned((int) (numbers >>> Integer.SIZE))) {
            return FuseDevice.ofOwned(mount(ours, theirs, target, options));
        }
    }

    private Fd mount(Fd ours, Fd theirs, Path target, String options) throws IOException {
        long pid;
        // Inheritable only while the helper starts: Java's own children close what they do not know.
        long duplicate = check(Kernel.call(Syscall.FCNTL, theirs.number(), F_DUPFD, 3), "fcntl", NAME);
        try (Fd inherited = Fd.ofOwned((int) duplicate)) {
            pid = check(spawn(inherited, target, options), "posix_spawn", program.toString());
        }
        theirs.close();
        Optional<Fd> device = receive(ours);
        long status = check(Spawn.await(pid), "wait4", program.toString());
        if (status != 0 || device.isEmpty()) {
            device.ifPresent(Fd::close);
            throw new IOException(program + " did not mount " + target + " (wait status " + status + ")");
        }
        return device.get();
    }

    private long spawn(Fd socket, Path target, String options) throws ErrnoException {
        List<byte[]> arguments = List.of(
                terminated("posix_spawn", program.toString()),
                terminated("posix_spawn", "-o"),
                terminated("posix_spawn", options),
                terminated("posix_spawn", "--"),
                terminated("posix_spawn", target.toString()));
        return Spawn.spawn(
                arguments.getFirst(),
                arguments,
                List.of(terminated("posix_spawn", "_FUSE_COMMFD=" + socket.number())),
                Optional.empty());
    }

    /** One byte with a descriptor, by SCM_RIGHTS; empty if the other end closes without. */
    private static Optional<Fd> receive(Fd socket) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long message = scratch.reserve(MSGHDR_BYTES);
        long vector = scratch.reserve(16);
        long data = scratch.reserve(Long.BYTES);
        long control = scratch.reserve(CONTROL_BYTES);
        scratch.setLong(vector, scratch.address(data));
        scratch.setLong(vector + 8, 1);
        scratch.setLong(message, 0);
        scratch.setLong(message + 8, 0);
        scratch.setLong(message + 16, scratch.address(vector));
        scratch.setLong(message + 24, 1);
        scratch.setLong(message + 32, scratch.address(control));
        scratch.setLong(message + 40, CONTROL_BYTES);
        scratch.setLong(message + 48, 0);
        long result = Kernel.retry(Syscall.RECVMSG, socket.number(), scratch.address(message), MSG_CMSG_CLOEXEC, 0);
        check(result, "recvmsg", NAME);
        boolean hasDescriptor = result > 0 && scratch.getLong(message + 40) >= 20; // CMSG_LEN(sizeof(int))
        return hasDescriptor ? Optional.of(Fd.ofOwned(scratch.getInt(control + 16))) : Optional.empty();
    }

    /**
     * Unmounts what {@link #mount} mounted.
     *
     * @param lazily out of the tree at once, even if it is in use
     * @throws IOException if it is in use, or not mounted
     * @throws InterruptedException if interrupted while waiting for the program
     */
    public void unmount(Path target, boolean lazily) throws IOException, InterruptedException {
        String flags = lazily ? "-uqz" : "-uq";
        Process process = new ProcessBuilder(program.toString(), flags, "--", target.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(program + " did not unmount " + target + ": is it in use?");
        }
    }
}
