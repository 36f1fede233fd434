package io.jfs.bench.contender;

import io.jfs.bench.data.Shell;
import io.jfs.core.tree.TreeRemover;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * containerd with its overlayfs snapshotter, driven by ctr, as a daemon of its own. The daemon that runs has its files
 * in one directory; a new one for each unpacking.
 */
final class ContainerdBackend implements Backend.Unpacking, Backend.Running {
    private static final int POLL_MILLIS = 20;
    private static final int POLLS = 1000;
    private static final String IMAGE = "example.org/bench";

    private final Path directory;
    private @Nullable Process daemon;
    private String home = "";
    private int starts;

    ContainerdBackend(Path directory) {
        this.directory = directory;
    }

    private void boot(String name) throws IOException {
        if (home.equals(name)) {
            return;
        }
        halt();
        Path place = Files.createDirectories(directory.resolve(name));
        Path config = place.resolve("config.toml");
        Files.writeString(config, "version = 2\ndisabled_plugins = [\"io.containerd.grpc.v1.cri\"]\n");
        Process started = new ProcessBuilder(
                        "containerd",
                        "--config",
                        config.toString(),
                        "--root",
                        place.resolve("root").toString(),
                        "--state",
                        place.resolve("state").toString(),
                        "--address",
                        socket(name))
                .redirectErrorStream(true)
                .redirectOutput(place.resolve("log").toFile())
                .start();
        daemon = started;
        home = name;
        await(started);
    }

    private void await(Process started) throws IOException {
        for (int i = 0; i < POLLS; i++) {
            if (!started.isAlive()) {
                throw new IOException(
                        "containerd ended: see " + directory.resolve(home).resolve("log"));
            }
            if (Files.exists(Path.of(socket(home)))) {
                ctr("version");
                return;
            }
            sleep();
        }
        throw new IOException("containerd did not come up");
    }

    private static void sleep() throws IOException {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private String socket(String name) {
        return directory.resolve(name).resolve("s").toString();
    }

    private String ctr(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("ctr", "-a", socket(home)));
        command.addAll(Arrays.asList(arguments));
        return Shell.output(command);
    }

    private void halt() throws IOException {
        Process running = daemon;
        daemon = null;
        home = "";
        if (running == null) {
            return;
        }
        running.destroy();
        try {
            running.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** The daemon is up before: {@link #forget} starts the next one. */
    @Override
    public void unpack(Path archive) throws IOException {
        boot("load");
        load(archive);
    }

    private void load(Path archive) throws IOException {
        ctr("images", "import", "--snapshotter", "overlayfs", "--base-name", IMAGE, archive.toString());
    }

    @Override
    public void forget() throws IOException {
        halt();
        TreeRemover.remove(directory.resolve("load"));
        boot("load");
    }

    @Override
    public void provide(Path archive) throws IOException {
        if (!home.equals("start")) {
            boolean first = !Files.exists(directory.resolve("start"));
            boot("start");
            if (first) {
                load(archive);
            }
        }
    }

    @Override
    public void run() throws IOException {
        String image = ctr("images", "ls", "-q").lines().findFirst().orElseThrow();
        ctr("run", "--rm", "--snapshotter", "overlayfs", image, "bench-" + ++starts, "/bin/true");
    }

    @Override
    public void close() throws IOException {
        halt();
    }
}
