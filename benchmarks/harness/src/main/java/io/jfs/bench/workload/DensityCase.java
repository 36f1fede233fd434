package io.jfs.bench.workload;

import io.jfs.bench.contender.Backend;
import io.jfs.bench.contender.Backend.Mounting;
import io.jfs.bench.contender.Root;
import io.jfs.bench.data.DataSet;
import io.jfs.bench.data.LayeredTree;
import io.jfs.bench.measure.Machine;
import io.jfs.bench.measure.Server;
import io.jfs.bench.result.Counters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Several containers of one image read the same files: what that takes of memory. */
record DensityCase() implements Case {
    private static final int ROOTS = 4;
    private static final double KIBIBYTE = 1024;
    private static final double MEGA = 1e6;

    @Override
    public String workload() {
        return "density";
    }

    @Override
    public String description() {
        return "memory of four roots of one image in which everything was read: page cache and servers";
    }

    @Override
    public String unit() {
        return "MB";
    }

    @Override
    public boolean suits(Backend backend) {
        return backend instanceof Mounting && Machine.canDropCaches();
    }

    @Override
    public Outcome measure(Backend backend, Bench bench) throws IOException {
        Mounting mounting = (Mounting) backend;
        LayeredTree tree = bench.data().main();
        mounting.provide(tree);
        List<Root> roots = new ArrayList<>();
        try {
            for (int i = 0; i < ROOTS; i++) {
                roots.add(bench.mounted(mounting.mount(tree, true)));
            }
            Machine.dropCaches();
            long before = Machine.kibibytes("Cached");
            String answer = "";
            for (Root root : roots) {
                answer += TreeScan.read(root.path().resolve(DataSet.TREE));
                FileWork.readBig(new Site(root.path(), bench.data(), new Latencies()));
            }
            double cache = Math.max(0, Machine.kibibytes("Cached") - before) * KIBIBYTE / MEGA;
            double servers = servers(roots);
            return new Outcome(
                    cache + servers,
                    Map.of(Counters.PAGE_CACHE, cache, Counters.SERVER_RSS, servers),
                    List.of(),
                    answer);
        } finally {
            for (Root root : roots) {
                bench.unmount(root);
                root.discard();
            }
        }
    }

    private static double servers(List<Root> roots) throws IOException {
        double sum = 0;
        for (Root root : roots) {
            Optional<Server> server = Server.of(root.path());
            sum += server.isPresent() ? server.get().residentMegabytes() : 0;
        }
        return sum;
    }
}
