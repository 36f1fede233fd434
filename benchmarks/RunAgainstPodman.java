import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs {@code IMAGE /bin/true} again and again by {@code jfs run --rm} and by {@code podman run --rm} with crun or runc,
 * one after the other in each round, on overlay, without a network.
 *
 * <p>Run as root: {@code java benchmarks/RunAgainstPodman.java [ROUNDS [DIRECTORY [RUNTIME]]]}. Needs podman and
 * busybox-static. The image is made here. Prints the median, the least and the greatest wall time and how many runs failed.
 */
final class RunAgainstPodman {
    private final Path directory;
    private final String runtime;
    private final String jfs = Path.of("bin/jfs").toAbsolutePath().toString();

    private RunAgainstPodman(Path directory, String runtime) {
        this.directory = directory;
        this.runtime = runtime;
    }

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 20;
        Path base = Path.of(args.length > 1 ? args[1] : System.getProperty("java.io.tmpdir"));
        Path directory = Files.createTempDirectory(base, "jfs-run");
        new RunAgainstPodman(directory, args.length > 2 ? args[2] : "crun").compare(rounds);
    }

    private List<String> jfs(String... words) {
        List<String> command = new ArrayList<>(List.of(
                jfs, "--root", directory + "/jfs", "--runroot", directory + "/jfs-run", "--storage-driver", "overlay"));
        command.addAll(List.of(words));
        return command;
    }

    private List<String> podman(String... words) {
        List<String> command = new ArrayList<>(List.of(
                "podman", "--root", directory + "/podman", "--runroot", directory + "/podman-run", "--runtime", runtime,
                "--storage-driver", "overlay", "--cgroup-manager", "cgroupfs", "--events-backend", "none"));
        command.addAll(List.of(words));
        return command;
    }

    private void compare(int rounds) throws Exception {
        Path tree = Files.createDirectories(directory.resolve("tree/bin"));
        Files.copy(Path.of("/bin/busybox"), tree.resolve("busybox"));
        Files.createSymbolicLink(tree.resolve("true"), Path.of("busybox"));
        String tar = directory + "/image.tar";
        require(List.of("tar", "-C", directory + "/tree", "-cf", tar, "."));
        require(jfs("import", tar, "bb"));
        require(podman("import", tar, "localhost/bb:latest"));
        Map<String, List<String>> contenders = new LinkedHashMap<>();
        contenders.put("jfs run", jfs("run", "--rm", "--network", "none", "bb", "/bin/true"));
        // Limits below those of this process: podman's own are refused where hard limits cannot be raised.
        contenders.put("podman run (" + runtime + ")", podman(
                "run", "--rm", "--network", "none", "--ulimit", "nofile=1024:1024",
                "--ulimit", "nproc=1024:1024", "--log-driver", "k8s-file", "localhost/bb", "/bin/true"));
        Map<String, double[]> seconds = new LinkedHashMap<>();
        Map<String, Integer> failures = new LinkedHashMap<>();
        contenders.keySet().forEach(name -> seconds.put(name, new double[rounds]));
        contenders.values().forEach(command -> run(command)); // the first run of each is not counted
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<String, List<String>> contender : contenders.entrySet()) {
                long start = System.nanoTime();
                int code = run(contender.getValue());
                seconds.get(contender.getKey())[round] = (System.nanoTime() - start) / 1e9;
                failures.merge(contender.getKey(), code == 0 ? 0 : 1, Integer::sum);
            }
        }
        seconds.forEach((name, times) -> print(name, times, failures.get(name)));
    }

    private static void print(String name, double[] times, int failed) {
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT, "%-24s median %.3f s  least %.3f  greatest %.3f  of %d, failed %d%n",
                name, sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1], sorted.length, failed);
    }

    private static void require(List<String> command) throws IOException {
        if (run(command) != 0) {
            throw new IOException("failed: " + String.join(" ", command));
        }
    }

    private static int run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.to(new java.io.File("/dev/null")))
                    .start();
            return process.waitFor(60, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (IOException e) {
            throw new IllegalStateException(String.join(" ", command), e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
