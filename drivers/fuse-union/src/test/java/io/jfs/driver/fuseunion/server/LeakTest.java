package io.jfs.driver.fuseunion.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.fuse.dispatch.OpenMode;
import io.jfs.fuse.transport.Transport;
import io.jfs.testkit.EnabledRings;
import io.jfs.testkit.RequiresFuse;
import io.jfs.testkit.RequiresRoot;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.management.ObjectName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mount, work as a build does, unmount, again and again in one process, in each open mode over each transport: nothing
 * is left of it. For long: {@code -Dunion.leak.minutes=60}, which tells the figures as it goes.
 */
@RequiresRoot
@RequiresFuse
@ExtendWith(EnabledRings.class)
class LeakTest {
    private static final System.Logger LOG = System.getLogger(LeakTest.class.getName());
    private static final long NANOS =
            Duration.ofMinutes(Integer.getInteger("union.leak.minutes", 0)).toNanos();
    private static final int WAYS = 4; // to serve
    private static final int LEAST_ROUNDS = 3 * WAYS;
    private static final long HEAP_NOISE = 1 << 20; // buffers of the JDK's, and classes met late

    private static final String BUILD = """
            tar xf ../source.tar
            cp -a source copy
            for f in copy/*/*.c; do sed 's/int/long/' $f > ${f%.c}.o; done
            cat copy/*/*.o > copy/program
            ln copy/program program
            mv copy/program copy/1/moved
            chmod -R go-w copy
            grep -rq nothing . || true
            echo more >> lower/1/file1.c
            mv lower renamed
            find . -newer ../source.tar > /dev/null
            exec 3<> copy/1/moved
            rm -r source copy program
            """;

    @TempDir
    Path directory;

    /** What a round leaves in the process; of nodes, all that are in the heap. */
    private record Figures(long heap, long nodes, int descriptors, int threads, long mounts, long resident) {
        static Figures now() throws Exception {
            Runtime runtime = Runtime.getRuntime();
            for (int i = 0; i < 2; i++) {
                System.gc();
            }
            long nodes = liveNodes(); // collects once more
            String[] threads = new File("/proc/self/task").list();
            long pages =
                    Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ", -1)[1]);
            return new Figures(
                    runtime.totalMemory() - runtime.freeMemory(),
                    nodes,
                    openFiles().size(),
                    threads == null ? 0 : threads.length,
                    fuseMounts(),
                    pages * 4096);
        }

        private static long liveNodes() throws Exception {
            Object histogram = ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            return String.valueOf(histogram)
                    .lines()
                    .map(line -> line.strip().split("\\s+", -1))
                    .filter(words -> words.length > 3 && words[3].equals("io.jfs.union.Node"))
                    .mapToLong(words -> Long.parseLong(words[1]))
                    .sum();
        }

        private static long fuseMounts() throws IOException {
            try (Stream<String> lines = Files.lines(Path.of("/proc/self/mountinfo"))) {
                return lines.filter(line -> line.contains(" fuse.")).count();
            }
        }
    }

    @BeforeEach
    void make_sources() throws Exception {
        for (int i = 0; i < 8; i++) {
            Path sub = Files.createDirectories(directory.resolve("source/" + i));
            for (int j = 0; j < 12; j++) {
                Files.writeString(sub.resolve("file" + j + ".c"), "int main() { return " + j + "; }\n".repeat(20));
            }
        }
        MountedUnion.run(List.of("tar", "-C", directory.toString(), "-cf", directory + "/source.tar", "source"));
        Files.createDirectory(directory.resolve("lower"));
        Files.move(directory.resolve("source"), directory.resolve("lower/lower"));
    }

    @Test
    void nothing_grows_however_often_it_is_mounted_and_used() throws Exception {
        List<Figures> rounds = new ArrayList<>();
        long end = System.nanoTime() + NANOS;
        long told = 0;
        while (rounds.size() < LEAST_ROUNDS || System.nanoTime() < end) {
            boolean tell = NANOS > 0
                    && System.nanoTime() - told > Duration.ofMinutes(1).toNanos();
            round(rounds.size(), tell || rounds.size() < WAYS);
            rounds.add(Figures.now());
            if (tell) {
                told = System.nanoTime();
                LOG.log(System.Logger.Level.INFO, "round {0}: {1}", rounds.size(), rounds.getLast());
            }
        }
        Figures first = rounds.get(LEAST_ROUNDS - WAYS - 1); // what is made once has been made
        Figures last = rounds.getLast();
        assertThat(last.nodes()).as("nodes of all unions").isZero();
        assertThat(last.mounts()).as("mounts").isLessThanOrEqualTo(first.mounts());
        assertThat(last.descriptors()).as("open files %s", openFiles()).isLessThanOrEqualTo(first.descriptors());
        assertThat(last.threads()).as("threads").isLessThanOrEqualTo(first.threads() + 1); // the JVM's own come late
        assertThat(last.heap()).as("used heap").isLessThan(first.heap() + HEAP_NOISE);
    }

    /** But for the JDK's own: jars that a class is needed of, and pipes of commands that have just ended. */
    private static List<String> openFiles() throws IOException {
        List<String> targets = new ArrayList<>();
        String[] numbers = new File("/proc/self/fd").list();
        for (String number : numbers == null ? new String[0] : numbers) {
            try {
                targets.add(
                        Files.readSymbolicLink(Path.of("/proc/self/fd", number)).toString());
            } catch (NoSuchFileException e) {
                targets.add("closed meanwhile");
            }
        }
        targets.removeIf(target -> target.endsWith(".jar") || target.startsWith("pipe:"));
        return targets;
    }

    private void round(int number, boolean forgetting) throws Exception {
        OpenMode mode = number % 2 == 0 ? OpenMode.PASSTHROUGH : OpenMode.ZERO;
        Transport transport = number / 2 % 2 == 0 ? Transport.DEV_FUSE : Transport.IO_URING;
        try (MountedUnion mount = MountedUnion.at(directory).mount(mode, transport)) {
            mount.shell("set -e\n" + BUILD);
            if (forgetting) {
                assertThat(mount.forgetAll()).as("nodes after all is forgotten").isEqualTo(1);
            }
        }
        try (Stream<Path> left = Files.list(directory.resolve("upper"))) {
            assertThat(left).isNotEmpty();
        }
        MountedUnion.run(List.of("rm", "-r", directory + "/upper", directory + "/work"));
    }
}
