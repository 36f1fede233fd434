package io.jfs.bench.workload;

import io.jfs.bench.contender.Backend;
import io.jfs.bench.contender.Backend.Mounting;
import io.jfs.bench.contender.Root;
import io.jfs.bench.data.LayeredTree;
import io.jfs.bench.measure.Machine;
import io.jfs.bench.measure.Meter.Reading;
import java.io.IOException;
import java.util.Map;

/**
 * Something that is done in a mounted tree. Mounting, what comes before, and the check are not timed.
 *
 * @param changes whether it writes: then it gets a tree that nobody wrote to
 * @param cold whether caches are dropped right before
 * @param before what makes it possible, or warms the caches
 * @param work what is timed
 * @param check what tells a right result from a wrong one
 */
record MountedCase(
        String id,
        String workload,
        String description,
        Map<String, String> parameters,
        boolean changes,
        boolean cold,
        Action before,
        Action work,
        Check check)
        implements Case {
    /** Something done. */
    interface Action {
        /** Nothing. */
        Action NONE = site -> {};

        /** Does it. */
        void run(Site site) throws IOException;
    }

    /** Something looked at. */
    interface Check {
        /** What it looks like; the same for all contenders. */
        String of(Site site) throws IOException;
    }

    MountedCase {
        parameters = Map.copyOf(parameters);
    }

    @Override
    public boolean suits(Backend backend) {
        return backend instanceof Mounting;
    }

    @Override
    public Outcome measure(Backend backend, Bench bench) throws IOException {
        Mounting mounting = (Mounting) backend;
        LayeredTree tree = bench.data().main();
        mounting.provide(tree);
        Root root = bench.mounted(mounting.mount(tree, changes));
        Site site = new Site(root.path(), bench.data(), new Latencies());
        Outcome outcome;
        try {
            before.run(site);
            if (cold) {
                Machine.dropCaches();
            }
            Reading reading = bench.meter().measure(root.path(), () -> work.run(site));
            outcome = Outcome.of(reading, site.latencies().percentiles(), check.of(site));
        } finally {
            bench.unmount(root);
        }
        root.discard();
        return outcome;
    }
}
