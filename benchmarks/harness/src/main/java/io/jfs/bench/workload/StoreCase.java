package io.jfs.bench.workload;

import io.jfs.bench.contender.Backend;
import io.jfs.bench.contender.Backend.Committing;
import io.jfs.bench.contender.Backend.Mounting;
import io.jfs.bench.contender.Root;
import io.jfs.bench.data.LayeredTree;
import io.jfs.bench.measure.Meter;
import io.jfs.bench.measure.Meter.Reading;
import java.io.IOException;
import java.util.List;

/** Something that is done with a root which was changed and is unmounted. */
record StoreCase(String workload, String description, boolean needsCommit, Action action) implements Case {
    /** What is timed. */
    interface Action {
        /** Does it; the answer must be the same for all. */
        String run(Backend backend, Root root) throws IOException;
    }

    /** Finds the changes and writes them as a layer. */
    static Case diff() {
        return new StoreCase(
                "diff",
                "find what changed and write it as a layer's tar",
                true,
                (backend, root) -> ((Committing) backend).diff(root) + " changes");
    }

    /** Removes it. */
    static Case remove() {
        return new StoreCase("remove", "remove a root with changes, files and all", false, (backend, root) -> {
            root.discard();
            return "";
        });
    }

    @Override
    public boolean suits(Backend backend) {
        return needsCommit ? backend instanceof Committing : backend instanceof Mounting;
    }

    @Override
    public Outcome measure(Backend backend, Bench bench) throws IOException {
        Mounting mounting = (Mounting) backend;
        LayeredTree tree = bench.data().main();
        mounting.provide(tree);
        Root root = bench.mounted(mounting.mount(tree, true));
        try {
            FileWork.edit(new Site(root.path(), bench.data(), new Latencies()));
        } finally {
            bench.unmount(root);
        }
        String[] answer = {""};
        Reading reading = Meter.time(() -> answer[0] = action.run(backend, root));
        root.discard();
        return Outcome.of(reading, List.of(), answer[0]);
    }
}
