package io.jfs.linux;

import static io.jfs.linux.ErrnoException.check;

import io.jfs.linux.internal.Kernel;
import io.jfs.linux.internal.Scratch;
import io.jfs.linux.internal.Syscall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processors, and where threads run. */
public final class Cpus {
    private static final Path POSSIBLE = Path.of("/sys/devices/system/cpu/possible");
    private static final int MAX_CPUS = 8192; // CONFIG_NR_CPUS at most

    private Cpus() {}

    /**
     * How many processors the machine may ever have, online or not: {@code num_possible_cpus()} of the kernel.
     *
     * @throws IOException if sysfs cannot be read
     */
    public static int possible() throws IOException {
        return count(Files.readString(POSSIBLE).strip());
    }

    /** The size of a set like {@code 0-3,8}. */
    static int count(String set) throws IOException {
        int count = 0;
        try {
            for (String range : set.split(",", -1)) {
                int dash = range.indexOf('-');
                int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
                int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1));
                count += last - first + 1;
            }
        } catch (NumberFormatException e) {
            throw new IOException(POSSIBLE + " is no set of processors: " + set, e);
        }
        return count;
    }

    /**
     * Lets the calling platform thread run on one processor only, as it does with every thread that it starts from then
     * on: sched_setaffinity(2).
     *
     * @throws ErrnoException EINVAL if there is no such processor, it is offline or not ours to use
     */
    public static void pinCurrentThread(int cpu) throws ErrnoException {
        if (cpu < 0 || cpu >= MAX_CPUS) {
            throw new IllegalArgumentException("cpu " + cpu);
        }
        Scratch scratch = Scratch.begin();
        int words = cpu / Long.SIZE + 1;
        long mask = scratch.reserve((long) words * Long.BYTES);
        for (int i = 0; i < words; i++) {
            scratch.setLong(mask + (long) i * Long.BYTES, i == cpu / Long.SIZE ? 1L << (cpu % Long.SIZE) : 0);
        }
        long result = Kernel.call(Syscall.SCHED_SETAFFINITY, 0, (long) words * Long.BYTES, scratch.address(mask));
        check(result, "sched_setaffinity", "cpu " + cpu);
    }
}
