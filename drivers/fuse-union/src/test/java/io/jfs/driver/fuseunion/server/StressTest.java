package io.jfs.driver.fuseunion.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.core.Mount;
import io.jfs.core.mount.Mounter;
import io.jfs.driver.fuseunion.server.StressModel.Slot;
import io.jfs.fuse.dispatch.OpenMode;
import io.jfs.fuse.dispatch.Timeouts;
import io.jfs.fuse.transport.FuseOptions;
import io.jfs.fuse.transport.Transport;
import io.jfs.linux.Fd;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import io.jfs.testkit.EnabledRings;
import io.jfs.testkit.RequiresFuse;
import io.jfs.testkit.RequiresRoot;
import io.jfs.union.UnionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Threads rename, unlink, create, copy up and list in the same directories of a mount, while these directories are
 * renamed; every answer is compared with a model. For minutes: {@code -Dunion.stress.seconds=300}, for each mode.
 */
@RequiresRoot
@RequiresFuse
@ExtendWith(EnabledRings.class)
class StressTest {
    private static final int THREADS = 8;
    private static final int LEAST_STEPS = 20; // however slow the machine is
    private static final long NANOS =
            Duration.ofSeconds(Integer.getInteger("union.stress.seconds", 2)).toNanos();
    private static final long SEED = Long.getLong("union.stress.seed", 1);

    @TempDir
    Path directory;

    private final StressModel model = new StressModel();
    private final AtomicBoolean failed = new AtomicBoolean();
    private final AtomicLong oldListings = new AtomicLong();
    private final List<String> names = new ArrayList<>();

    private static String name(int directory, long time) {
        return "d" + directory + "-" + time % 3;
    }

    private UnionOptions layers() throws IOException {
        MountedUnion.Place place = MountedUnion.at(directory);
        return UnionOptions.of(List.of(place.lower(1), place.lower(0)), place.upper(), place.work())
                .withMaxDescriptors(40);
    }

    /** Every directory merges two lower ones; most names are files of one of them. */
    private void makeLowers() throws IOException {
        for (Slot slot : model.slots()) {
            String parent = name(slot.directory, 0);
            Path there = directory.resolve("lower" + slot.number % 2).resolve(parent);
            Files.createDirectories(directory.resolve("lower0").resolve(parent));
            Files.createDirectories(directory.resolve("lower1").resolve(parent));
            if (slot.number % 5 != 0) {
                String content = "lower " + slot + "\n";
                Files.writeString(there.resolve(slot.name), content);
                Files.setPosixFilePermissions(
                        there.resolve(slot.name), java.nio.file.attribute.PosixFilePermissions.fromString("rw-r-----"));
                slot.become(false, model.newFile(content, 0640));
            }
        }
        for (int i = 0; i < StressModel.DIRECTORIES; i++) {
            names.add(name(i, 0));
        }
    }

    private MountedUnion mount(OpenMode mode, Transport transport, boolean cached) throws IOException {
        FuseOptions.Builder fuse = MountedUnion.Place.fuse(mode).transport(transport);
        if (!cached) {
            fuse.timeouts(new Timeouts(Duration.ZERO, Duration.ZERO, Duration.ZERO));
        }
        return MountedUnion.at(directory).mount(layers(), UnionHandlerOptions.DEFAULT, fuse);
    }

    private interface Use {
        void of(List<Fd> directories) throws Exception;
    }

    private void inDirectories(Path root, Use use) throws Exception {
        List<Fd> opened = new ArrayList<>();
        try {
            for (String name : names) {
                opened.add(Open.open(root.resolve(name), Open.O_PATH | Open.O_DIRECTORY, 0));
            }
            use.of(opened);
        } finally {
            opened.forEach(Fd::close);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PASSTHROUGH, DEV_FUSE, true",
        "PASSTHROUGH, IO_URING, true",
        "ZERO, DEV_FUSE, true",
        "ZERO, IO_URING, true",
        "PASSTHROUGH, DEV_FUSE, false",
        "CACHED, IO_URING, false"
    })
    void every_answer_is_that_of_a_model(OpenMode mode, Transport transport, boolean cached) throws Exception {
        makeLowers();
        String lowersBefore = lowers();
        try (MountedUnion mount = mount(mode, transport, cached)) {
            inDirectories(mount.path, opened -> {
                run(mount, opened);
                checkAll(opened);
            });
            assertThat(mount.forgetAll()).as("nodes after all is forgotten").isEqualTo(1);
        }
        try (MountedUnion again = mount(OpenMode.CACHED, Transport.DEV_FUSE, true)) {
            inDirectories(again.path, this::checkAll);
        }
        checkByKernel();
        assertThat(lowers()).isEqualTo(lowersBefore);
    }

    private void run(MountedUnion mount, List<Fd> opened) throws Exception {
        long end = System.nanoTime() + NANOS;
        List<Callable<Long>> threads = new ArrayList<>();
        IntStream.range(0, THREADS).forEach(i -> threads.add(() -> work(opened, end, SEED * 100 + i)));
        threads.add(() -> renameDirectories(mount, opened, end));
        long steps = 0;
        try (ExecutorService executor = Executors.newFixedThreadPool(threads.size())) {
            for (Future<Long> done : executor.invokeAll(threads)) {
                steps += get(done);
            }
        }
        assertThat(steps).as("steps of all threads").isGreaterThan(100);
        System.getLogger(StressTest.class.getName())
                .log(System.Logger.Level.INFO, "{0} steps, old listings: {1}", steps, oldListings);
        assertThat(oldListings.get()).as("old listings in %s steps", steps).isLessThanOrEqualTo(2 + steps / 100_000);
    }

    private static long get(Future<Long> done) throws Exception {
        try {
            return done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AssertionError failure) {
                throw failure;
            }
            throw e;
        }
    }

    private long work(List<Fd> opened, long end, long seed) throws Exception {
        StressWorker worker = new StressWorker(model, opened, seed);
        long steps = 0;
        boolean done = false;
        try {
            while ((System.nanoTime() < end || steps < LEAST_STEPS) && !failed.get()) {
                worker.step();
                steps++;
            }
            done = true;
            oldListings.addAndGet(worker.oldListings());
            return steps;
        } finally {
            if (!done) {
                failed.set(true);
            }
        }
    }

    /** The only thread that does: a directory's name is what it was last called. */
    private long renameDirectories(MountedUnion mount, List<Fd> opened, long end) throws IOException {
        long steps = 0;
        try (Fd root = Open.open(mount.path, Open.O_PATH | Open.O_DIRECTORY, 0)) {
            while (System.nanoTime() < end && !failed.get()) {
                steps++;
                int i = (int) (steps % opened.size());
                String before = names.get(i);
                String after = name(i, steps);
                if (after.equals(before)) {
                    continue;
                }
                Links.renameAt2(root, before, root, after, Links.RENAME_NOREPLACE);
                names.set(i, after);
                assertThat(Stat.find(root, before)).as(before).isEmpty();
                assertThat(Stat.statAt(root, after).inode())
                        .isEqualTo(Stat.stat(opened.get(i)).inode());
            }
        }
        return steps;
    }

    private void checkAll(List<Fd> opened) throws Exception {
        StressWorker checker = new StressWorker(model, opened, 0);
        for (Slot slot : model.slots()) {
            model.with(slot, slot, () -> checker.check(slot));
        }
    }

    /** What the kernel's overlay shows of the same upper: inode numbers are its own. */
    private void checkByKernel() throws Exception {
        List<String> options = List.of(
                "lowerdir=" + directory.resolve("lower1") + ":" + directory.resolve("lower0"),
                "upperdir=" + directory.resolve("upper"),
                "workdir=" + directory.resolve("work"),
                "redirect_dir=on",
                "index=on");
        try (Fd root = Mounter.openDetached(List.of(new Mount("overlay", "overlay", options)))) {
            model.slots().forEach(slot -> {
                if (slot.file != null) {
                    slot.file.inode = 0;
                }
            });
            inDirectories(Path.of(root.procPath()), this::checkAll);
        }
    }

    private String lowers() throws Exception {
        return MountedUnion.run(List.of(
                "sh",
                "-c",
                "cd " + directory + " && find lower0 lower1 -printf '%p %y %m %n %s %T@\\n' | sort &&"
                        + " find lower0 lower1 -type f | sort | xargs sha256sum"));
    }
}
