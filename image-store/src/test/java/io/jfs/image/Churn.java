package io.jfs.image;

import static io.jfs.image.StoreFixture.options;
import static io.jfs.testkit.Tree.absent;
import static io.jfs.testkit.Tree.dir;
import static io.jfs.testkit.Tree.file;

import io.jfs.core.ProgressListener;
import io.jfs.core.SnapshotKey;
import io.jfs.core.driver.DriverOptions;
import io.jfs.core.mount.Mounter;
import io.jfs.core.store.Drivers;
import io.jfs.core.store.SnapshotStore;
import io.jfs.core.store.StoreRoot;
import io.jfs.image.oci.Reference;
import io.jfs.image.transport.ImageSource;
import io.jfs.linux.Fd;
import io.jfs.testkit.TarBuilder;
import io.jfs.testkit.Tree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Loads, commits or removes images without end, and says what it begins: a process to be killed. */
final class Churn {
    enum Verb {
        LOAD,
        COMMIT,
        REMOVE
    }

    /** What the keys of its active snapshots begin with. */
    static final String WORK = "work-";

    private final ImageStore images;
    private final SnapshotStore snapshots;
    private final Random random;
    private long took;

    private Churn(ImageStore images, SnapshotStore snapshots, Random random) {
        this.images = images;
        this.snapshots = snapshots;
        this.random = random;
    }

    /**
     * Arguments: root and run root of the store, another root to warm up in, driver, seed, verb. Says how many
     * milliseconds the verb takes, and waits for a byte on standard input before it touches the store.
     */
    public static void main(String[] arguments) throws IOException {
        Path warm = Path.of(arguments[2]);
        String driver = arguments[3];
        long seed = Long.parseLong(arguments[4]);
        Verb verb = Verb.valueOf(arguments[5]);
        long[] nanos = new long[1];
        with(new StoreRoot(warm, warm.resolve("run")), driver, seed, churn -> {
            churn.round(verb, 0);
            churn.round(verb, 1);
            nanos[0] = churn.took;
        });
        System.out.println(nanos[0] / 1_000_000);
        if (System.in.read() < 0) {
            return;
        }
        with(new StoreRoot(Path.of(arguments[0]), Path.of(arguments[1])), driver, seed, churn -> {
            for (int round = 0; ; round++) {
                churn.round(verb, round);
            }
        });
    }

    private interface Task {
        void run(Churn churn) throws IOException;
    }

    private static void with(StoreRoot root, String driver, long seed, Task task) throws IOException {
        try (SnapshotStore snapshots = SnapshotStore.open(root, Drivers.byName(driver), DriverOptions.NONE)) {
            task.run(new Churn(ImageStore.open(root), snapshots, new Random(seed)));
        }
    }

    private void round(Verb verb, int round) throws IOException {
        String name = verb.name().toLowerCase(Locale.ROOT) + ":" + round % 3;
        switch (verb) {
            case LOAD -> load(name);
            case COMMIT -> commit(name, round);
            case REMOVE -> {
                load(name);
                begin(Verb.REMOVE);
                long start = System.nanoTime();
                images.remove(name, false, Optional.of(snapshots));
                took = System.nanoTime() - start;
            }
        }
    }

    private static void begin(Verb verb) {
        System.out.println(verb);
    }

    private static byte[] base() {
        return new TarBuilder()
                .dir("./")
                .dir("etc")
                .file("etc/motd", "hello")
                .file("etc/hosts", "localhost")
                .build();
    }

    private byte[] bytes() {
        byte[] content = new byte[random.nextInt(200_000)];
        random.nextBytes(content);
        return content;
    }

    private Image load(String name) throws IOException {
        return load(
                name,
                base(),
                new TarBuilder()
                        .file("usr/lib/one", bytes(), _ -> {})
                        .whiteout("etc/hosts")
                        .build(),
                new TarBuilder()
                        .dir("usr")
                        .file("usr/two", bytes(), _ -> {})
                        .hardLink("usr/motd", "etc/motd")
                        .build());
    }

    private Image load(String name, byte[]... layers) throws IOException {
        byte[] archive = TestImage.tar(TestImage.of(layers).layout(name));
        begin(Verb.LOAD);
        long start = System.nanoTime();
        Image image = images.load(
                        new ImageSource.Stream(new ByteArrayInputStream(archive), "-"),
                        options().withUnpackInto(snapshots),
                        ProgressListener.NONE)
                .getFirst();
        took = System.nanoTime() - start;
        return image;
    }

    private void commit(String name, int round) throws IOException {
        Image base = load("base:1", base());
        SnapshotKey work = new SnapshotKey(WORK + ProcessHandle.current().pid() + "-" + round);
        snapshots.prepare(work, Optional.of(base.topSnapshot()), Map.of());
        try (Fd root = Mounter.openDetached(snapshots.mounts(work))) {
            Tree.of(dir("etc", file("motd", "round " + round), absent("hosts")), file("new", bytes()))
                    .applyTo(root);
        }
        begin(Verb.COMMIT);
        long start = System.nanoTime();
        NewImageOptions options = NewImageOptions.defaults().withName(Reference.parse(name));
        Image image = images.commit(snapshots, work, Optional.of(base), options, ProgressListener.NONE);
        images.unpack(image, snapshots, ProgressListener.NONE);
        snapshots.remove(work);
        took = System.nanoTime() - start;
    }
}
