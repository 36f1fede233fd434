package io.jfs.bench.workload;

import io.jfs.bench.contender.Backend;
import io.jfs.bench.contender.Backend.Mounting;
import io.jfs.bench.contender.Root;
import io.jfs.bench.data.DataSet;
import io.jfs.bench.data.LayeredTree;
import io.jfs.bench.measure.Meter.Reading;
import io.jfs.bench.measure.Server;
import io.jfs.bench.result.Counters;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A root is made and looked at for the first time. */
record MountCase(int depth) implements Case {
    private static final String FIRST = DataSet.TREE + "/p0/d0/file0";

    @Override
    public String id() {
        return "mount/depth=" + depth;
    }

    @Override
    public String workload() {
        return "mount";
    }

    @Override
    public String description() {
        return "make a writable root of an image, mount it, stat and open one file";
    }

    @Override
    public Map<String, String> parameters() {
        return Map.of("depth", Integer.toString(depth));
    }

    @Override
    public boolean suits(Backend backend) {
        return backend instanceof Mounting;
    }

    @Override
    public Outcome measure(Backend backend, Bench bench) throws IOException {
        Mounting mounting = (Mounting) backend;
        LayeredTree tree = bench.data().ofDepth(depth);
        mounting.provide(tree);
        Root[] made = new Root[1];
        String[] answer = {""};
        Reading reading = io.jfs.bench.measure.Meter.time(() -> {
            Root root = mounting.mount(tree, true);
            made[0] = bench.mounted(root);
            try (Fd file = Open.open(root.path().resolve(FIRST), Open.O_RDONLY, 0)) {
                answer[0] = Long.toString(Stat.stat(file).size());
            }
        });
        Map<String, Double> counters = new HashMap<>();
        Optional<Server> server = Server.of(made[0].path());
        if (server.isPresent()) {
            counters.put(Counters.SERVER_CPU, server.get().cpuMillis());
            counters.put(Counters.SERVER_RSS, server.get().residentMegabytes());
        }
        bench.unmount(made[0]);
        made[0].discard();
        return new Outcome(reading.millis(), counters, List.of(), answer[0]);
    }
}
