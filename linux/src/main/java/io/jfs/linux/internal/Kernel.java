package io.jfs.linux.internal;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/**
 * Enters the kernel by libc's {@code long syscall(long number, ...)}, the only foreign function that jfs links: each
 * linked shape costs start-up time, and every system call fits this one. Pointers travel as addresses of
 * {@link Scratch} memory.
 *
 * <p>{@code syscall} is variadic in C but is called here with seven fixed integers, which the x86_64 and aarch64 Linux
 * calling conventions pass alike.
 */
public final class Kernel {
    /** Where captured errno lies within {@link #CAPTURE}. */
    private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();

    private static final long ERRNO_OFFSET = CAPTURE.byteOffset(PathElement.groupElement("errno"));

    private static final MethodHandle SYSCALL = link();

    private static final long EINTR = 4;

    private Kernel() {}

    @SuppressWarnings("restricted")
    private static MethodHandle link() {
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor shape = FunctionDescriptor.of(
                JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("syscall"), shape, Linker.Option.captureCallState("errno"));
    }

    /** How many bytes {@link Scratch} keeps for the captured errno. */
    static long captureBytes() {
        return CAPTURE.byteSize();
    }

    /** Makes the call. Returns the kernel's result, where -4095 to -1 is a negated error number. */
    public static long call(Syscall call, long a, long b, long c, long d, long e, long f) {
        MemorySegment capture = Scratch.ofThread().capture();
        long result;
        try {
            result = (long) SYSCALL.invokeExact(capture, call.number(), a, b, c, d, e, f);
        } catch (RuntimeException | Error unchecked) {
            throw unchecked;
        } catch (Throwable t) {
            throw new AssertionError("a system call throws nothing that is checked", t);
        }
        return result == -1 ? -capture.get(JAVA_INT, ERRNO_OFFSET) : result;
    }

    /** As {@link #call(Syscall, long, long, long, long, long, long)}, with the last arguments 0. */
    public static long call(Syscall call, long a, long b, long c, long d, long e) {
        return call(call, a, b, c, d, e, 0);
    }

    /** As {@link #call(Syscall, long, long, long, long, long, long)}, with the last arguments 0. */
    public static long call(Syscall call, long a, long b, long c, long d) {
        return call(call, a, b, c, d, 0, 0);
    }

    /** As {@link #call(Syscall, long, long, long, long, long, long)}, with the last arguments 0. */
    public static long call(Syscall call, long a, long b, long c) {
        return call(call, a, b, c, 0, 0, 0);
    }

    /** As {@link #call(Syscall, long, long, long, long, long, long)}, with the last arguments 0. */
    public static long call(Syscall call, long a, long b) {
        return call(call, a, b, 0, 0, 0, 0);
    }

    /** As {@link #call(Syscall, long, long, long, long, long, long)}, with the last arguments 0. */
    public static long call(Syscall call, long a) {
        return call(call, a, 0, 0, 0, 0, 0);
    }

    /**
     * As {@link #call(Syscall, long, long, long, long, long, long)}, repeated for as long as a signal interrupts it.
     */
    public static long retry(Syscall call, long a, long b, long c, long d, long e, long f) {
        long result;
        do {
            result = call(call, a, b, c, d, e, f);
        } while (result == -EINTR);
        return result;
    }

    /** As {@link #retry(Syscall, long, long, long, long, long, long)}, with the last arguments 0. */
    public static long retry(Syscall call, long a, long b, long c, long d) {
        return retry(call, a, b, c, d, 0, 0);
    }

    /** As {@link #retry(Syscall, long, long, long, long, long, long)}, with the last arguments 0. */
    public static long retry(Syscall call, long a, long b, long c) {
        return retry(call, a, b, c, 0, 0, 0);
    }

    /** As {@link #retry(Syscall, long, long, long, long, long, long)}, with the last arguments 0. */
    public static long retry(Syscall call, long a) {
        return retry(call, a, 0, 0, 0, 0, 0);
    }
}
