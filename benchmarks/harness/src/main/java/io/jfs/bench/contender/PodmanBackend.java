package io.jfs.bench.contender;

import io.jfs.bench.data.Shell;
import io.jfs.core.tree.TreeRemover;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** podman in a store of its own, with the kernel's overlay and with runc, by which the others start containers too. */
final class PodmanBackend implements Backend.Unpacking, Backend.Running {
    private final Path directory;
    private final Path state;
    private String image = "";

    /** podman's state wants a path of at most 50 bytes. */
    PodmanBackend(Path directory) throws IOException {
        this.directory = directory;
        this.state = Files.createTempDirectory("jfs");
    }

    private String podman(String store, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "podman",
                "--root",
                directory.resolve(store).toString(),
                "--runroot",
                state.resolve(store).toString(),
                "--storage-driver",
                "overlay",
                "--runtime",
                "runc"));
        command.addAll(Arrays.asList(arguments));
        return Shell.output(command);
    }

    @Override
    public void unpack(Path archive) throws IOException {
        podman("load", "load", "-q", "-i", archive.toString());
    }

    @Override
    public void forget() throws IOException {
        remove("load");
    }

    private void remove(String store) throws IOException {
        for (Path each : List.of(directory.resolve(store), state.resolve(store))) {
            Path mounted = each.resolve("overlay");
            if (Files.exists(mounted)
                    && Files.readString(Path.of("/proc/self/mounts")).contains(mounted + " ")) {
                Shell.run(List.of("umount", mounted.toString())); // podman binds it to itself
            }
            TreeRemover.remove(each);
        }
    }

    @Override
    public void provide(Path archive) throws IOException {
        if (image.isEmpty()) {
            podman("start", "load", "-q", "-i", archive.toString());
            image = podman("start", "images", "-q").lines().findFirst().orElseThrow();
        }
    }

    @Override
    public void run() throws IOException {
        // The limits it asks for by itself are more than a confined root may raise them to.
        podman(
                "start",
                "run",
                "--rm",
                "--network",
                "none",
                "--log-driver",
                "none",
                "--ulimit",
                "nofile=1024:1024",
                "--ulimit",
                "nproc=1024:1024",
                image,
                "/bin/true");
    }

    @Override
    public void close() throws IOException {
        remove("load");
        remove("start");
        TreeRemover.remove(state);
    }
}
