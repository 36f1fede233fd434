package io.jfs.bench.workload;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.bench.contender.Backend;
import io.jfs.bench.contender.Backend.Mounting;
import io.jfs.bench.contender.Root;
import io.jfs.bench.data.DataSet;
import io.jfs.bench.data.LayeredTree;
import io.jfs.bench.data.Shell;
import io.jfs.bench.measure.Meter;
import io.jfs.bench.measure.Meter.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A container is started for one short command, by runc on a mounted root. */
record StartCase() implements Case {
    @Override
    public String workload() {
        return "start";
    }

    @Override
    public String description() {
        return "make a root, mount it, run /bin/true in a container on it by runc, remove both";
    }

    @Override
    public boolean suits(Backend backend) {
        return backend instanceof Mounting && Shell.has("runc");
    }

    @Override
    public boolean comparesAnswers() {
        return false;
    }

    @Override
    public Outcome measure(Backend backend, Bench bench) throws IOException {
        Mounting mounting = (Mounting) backend;
        LayeredTree tree = bench.data().main();
        if (!Files.exists(tree.layers().getLast().resolve(DataSet.BUSYBOX))) {
            throw new IOException("no busybox on this machine to be started");
        }
        mounting.provide(tree);
        Reading reading = Meter.time(() -> start(mounting, tree, bench));
        return Outcome.of(reading, List.of(), "");
    }

    private static void start(Mounting mounting, LayeredTree tree, Bench bench) throws IOException {
        Root root = bench.mounted(mounting.mount(tree, true));
        try {
            Path bundle = Files.createDirectories(bench.data().directory().resolve("bundle"));
            Files.writeString(bundle.resolve("config.json"), config(root.path()).toString());
            String name = "jfs-bench-" + ProcessHandle.current().pid();
            Shell.run(List.of("runc", "run", "--bundle", bundle.toString(), name));
        } finally {
            bench.unmount(root);
        }
        root.discard();
    }

    private static ObjectNode config(Path root) {
        ObjectNode config = JsonNodeFactory.instance.objectNode().put("ociVersion", "1.0.2");
        ObjectNode process = config.putObject("process").put("terminal", false).put("cwd", "/");
        process.putObject("user").put("uid", 0).put("gid", 0);
        process.putArray("args").add("/bin/true");
        process.putArray("env").add("PATH=/bin");
        config.putObject("root").put("path", root.toString());
        config.putArray("mounts")
                .addObject()
                .put("destination", "/proc")
                .put("type", "proc")
                .put("source", "proc");
        ArrayNode namespaces = config.putObject("linux").putArray("namespaces");
        for (String type : List.of("pid", "mount", "ipc", "uts")) {
            namespaces.addObject().put("type", type);
        }
        return config;
    }
}
