package io.jfs.linux.internal;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;

/**
 * libc's {@code posix_spawn}, linked at first use: {@link ProcessBuilder} closes every descriptor in the child but the
 * standard ones, and some programs are to inherit another. All its functions are linked with one shape, because each
 * costs start-up time: a C function does not look at argument registers that it has no parameters for.
 */
public final class Spawn {
    private static final MethodHandle POSIX_SPAWN = link("posix_spawn");

    /** At least the size of {@code posix_spawn_file_actions_t}, 80 in glibc and musl. */
    private static final int FILE_ACTIONS_BYTES = 256;

    private Spawn() {}

    /**
     * Descriptors that become the child's standard input, output and error.
     *
     * @param input a descriptor of this process, other than 0, 1 and 2, as are the others
     */
    public record Standard(int input, int output, int error) {}

    @SuppressWarnings("restricted")
    private static MethodHandle link(String function) {
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor shape =
                FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(function), shape);
    }

    private static int call(MethodHandle function, long a, long b, long c, long d, long e, long f) {
        try {
            return (int) function.invokeExact(a, b, c, d, e, f);
        } catch (RuntimeException | Error unchecked) {
            throw unchecked;
        } catch (Throwable t) {
            throw new AssertionError("a C function throws nothing that is checked", t);
        }
    }

    /**
     * {@code int posix_spawn(pid_t *pid, const char *path, const posix_spawn_file_actions_t *actions, NULL, char *const
     * argv[], char *const envp[])}. The child inherits every descriptor that is not close-on-exec.
     *
     * @param program its path, NUL-terminated
     * @param arguments NUL-terminated, the program's name first
     * @param environment NUL-terminated {@code NAME=value}
     * @param standard empty if the child has this process's own
     * @param inherited descriptors which the child gets at the same numbers though they are close-on-exec
     * @return the child's process id, or a negated error number
     */
    public static long spawn(
            byte[] program,
            List<byte[]> arguments,
            List<byte[]> environment,
            Optional<Standard> standard,
            int... inherited) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pid = arena.allocate(JAVA_INT);
            MemorySegment argv = vector(arena, arguments);
            MemorySegment envp = vector(arena, environment);
            long path = arena.allocateFrom(JAVA_BYTE, program).address();
            int error = standard.isPresent() || inherited.length > 0
                    ? spawn(arena, pid, path, argv, envp, standard, inherited)
                    : call(POSIX_SPAWN, pid.address(), path, 0, 0, argv.address(), envp.address());
            return error == 0 ? pid.get(JAVA_INT, 0) : -error;
        }
    }

    private static int spawn(
            Arena arena,
            MemorySegment pid,
            long path,
            MemorySegment argv,
            MemorySegment envp,
            Optional<Standard> standard,
            int... inherited) {
        long actions = arena.allocate(FILE_ACTIONS_BYTES, 16).address();
        int error = call(FileActions.INIT, actions, 0, 0, 0, 0, 0);
        if (error != 0) {
            return error;
        }
        int[] descriptors =
                standard.map(s -> new int[] {s.input, s.output, s.error}).orElse(new int[0]);
        for (int i = 0; i < descriptors.length && error == 0; i++) {
            error = call(FileActions.ADD_DUP2, actions, descriptors[i], i, 0, 0, 0);
        }
        for (int i = 0; i < inherited.length && error == 0; i++) {
            // To the same number: posix_spawn then only clears its close-on-exec flag.
            error = call(FileActions.ADD_DUP2, actions, inherited[i], inherited[i], 0, 0, 0);
        }
        if (error == 0) {
            error = call(POSIX_SPAWN, pid.address(), path, actions, 0, argv.address(), envp.address());
        }
        call(FileActions.DESTROY, actions, 0, 0, 0, 0, 0);
        return error;
    }

    private static MemorySegment vector(Arena arena, List<byte[]> strings) {
        MemorySegment vector = arena.allocate(ADDRESS, strings.size() + 1L);
        for (int i = 0; i < strings.size(); i++) {
            long string = arena.allocateFrom(JAVA_BYTE, strings.get(i)).address();
            vector.setAtIndex(JAVA_LONG, i, string);
        }
        return vector;
    }

    /** {@code wait4(2)}: waits until the child ends; returns its wait status, or a negated error number. */
    public static long await(long pid) {
        Scratch scratch = Scratch.begin();
        long status = scratch.reserve(Long.BYTES);
        long result = Kernel.retry(Syscall.WAIT4, pid, scratch.address(status), 0, 0);
        return result < 0 ? result : Integer.toUnsignedLong(scratch.getInt(status));
    }

    /** Linked only where they are needed. */
    private static final class FileActions {
        static final MethodHandle INIT = link("posix_spawn_file_actions_init");
        static final MethodHandle ADD_DUP2 = link("posix_spawn_file_actions_adddup2");
        static final MethodHandle DESTROY = link("posix_spawn_file_actions_destroy");
    }
}
