package io.jfs.bench.workload;

import io.jfs.bench.contender.Backend;
import io.jfs.bench.contender.Backend.Committing;
import io.jfs.bench.contender.Root;
import io.jfs.bench.data.LayeredTree;
import io.jfs.bench.measure.Machine;
import io.jfs.core.Usage;
import io.jfs.core.tree.TreeUsage;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** How much of the disk further versions of an image take. */
record SpaceCase() implements Case {
    private static final int VERSIONS = 3;
    private static final double MEGA = 1e6;

    @Override
    public String workload() {
        return "space";
    }

    @Override
    public String description() {
        return "disk space of three more versions of the image, each with some files changed";
    }

    @Override
    public String unit() {
        return "MB";
    }

    @Override
    public boolean once() {
        return true;
    }

    @Override
    public boolean suits(Backend backend) {
        return backend instanceof Committing;
    }

    @Override
    public Outcome measure(Backend backend, Bench bench) throws IOException {
        Committing committing = (Committing) backend;
        LayeredTree tree = bench.data().main();
        committing.provide(tree);
        Machine.settle();
        Usage before = usage(committing.storage());
        for (int version = 1; version <= VERSIONS; version++) {
            Root root = bench.mounted(committing.mount(tree, true));
            try {
                FileWork.edit(new Site(root.path(), bench.data(), new Latencies()));
            } finally {
                bench.unmount(root);
            }
            committing.commit(root, new LayeredTree("version-" + version, tree.layers()));
        }
        Machine.settle();
        Usage after = usage(committing.storage());
        return new Outcome(
                (after.bytes() - before.bytes()) / MEGA,
                Map.of("inodes", (double) (after.inodes() - before.inodes())),
                List.of(),
                "");
    }

    private static Usage usage(Path storage) throws IOException {
        try (Fd fd = Open.open(storage, Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
            return TreeUsage.of(fd);
        }
    }
}
