package io.jfs.linux.internal;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.List;

/**
 * libc's {@code posix_spawn}, linked at first use: {@link ProcessBuilder} closes every descriptor in the child but the
 * standard ones, and some programs are to inherit another.
 */
public final class Spawn {
    private static final MethodHandle POSIX_SPAWN = link();

    private Spawn() {}

    @SuppressWarnings("restricted")
    private static MethodHandle link() {
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor shape =
                FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
        return linker.downcallHandle(linker.defaultLookup().findOrThrow("posix_spawn"), shape);
    }

    /**
     * {@code int posix_spawn(pid_t *pid, const char *path, NULL, NULL, char *const argv[], char *const envp[])}. The
     * child inherits every descriptor that is not close-on-exec.
     *
     * @param arguments NUL-terminated, the program's path first
     * @param environment NUL-terminated {@code NAME=value}
     * @return the child's process id, or a negated error number
     */
    public static long spawn(List<byte[]> arguments, List<byte[]> environment) {
        Scratch scratch = Scratch.begin();
        long pid = scratch.reserve(Long.BYTES);
        scratch.setLong(pid, 0);
        long argv = vector(scratch, arguments);
        long path = scratch.getLong(argv);
        long envp = vector(scratch, environment);
        int error;
        try {
            error = (int) POSIX_SPAWN.invokeExact(
                    scratch.address(pid), path, 0L, 0L, scratch.address(argv), scratch.address(envp));
        } catch (RuntimeException | Error unchecked) {
            throw unchecked;
        } catch (Throwable t) {
            throw new AssertionError("posix_spawn throws nothing that is checked", t);
        }
        return error == 0 ? scratch.getInt(pid) : -error;
    }

    private static long vector(Scratch scratch, List<byte[]> strings) {
        long vector = scratch.reserve((strings.size() + 1L) * Long.BYTES);
        for (int i = 0; i < strings.size(); i++) {
            scratch.setLong(vector + (long) i * Long.BYTES, scratch.put(strings.get(i)));
        }
        scratch.setLong(vector + (long) strings.size() * Long.BYTES, 0);
        return vector;
    }
}
