import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Loads one image archive with jfs, podman and containerd, each into a fresh store, interleaved in random order.
 *
 * <p>Run as root: {@code java benchmarks/LoadAgainstPeers.java IMAGE.tar [ROUNDS [DIRECTORY]]}. The archive is an OCI
 * archive with gzip layers. Peers that are not installed are left out. All three unpack into overlay layers; only jfs
 * syncs what it unpacked. Prints the median wall time in seconds and the ratio to jfs, paired by round.
 */
final class LoadAgainstPeers {
    private interface Contender {
        double seconds(Path scratch) throws Exception;
    }

    private final Path archive;
    private final Path jfs;

    private LoadAgainstPeers(Path archive) {
        this.archive = archive;
        this.jfs = Path.of("bin/jfs").toAbsolutePath();
    }

    public static void main(String[] args) throws Exception {
        Path archive = Path.of(args[0]).toAbsolutePath();
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        Path directory = Path.of(args.length > 2 ? args[2] : System.getProperty("java.io.tmpdir"));
        LoadAgainstPeers benchmark = new LoadAgainstPeers(archive);
        Map<String, Contender> contenders = new LinkedHashMap<>();
        contenders.put("jfs", benchmark::jfs);
        if (isInstalled("podman")) {
            contenders.put("podman", benchmark::podman);
        }
        if (isInstalled("containerd")) {
            contenders.put("containerd", benchmark::containerd);
        }
        print(run(contenders, rounds, directory), rounds);
    }

    private static Map<String, double[]> run(Map<String, Contender> contenders, int rounds, Path directory)
            throws Exception {
        Map<String, double[]> samples = new LinkedHashMap<>();
        contenders.keySet().forEach(name -> samples.put(name, new double[rounds]));
        Random random = new Random(1);
        for (int round = 0; round < rounds; round++) {
            List<String> order = new ArrayList<>(contenders.keySet());
            Collections.shuffle(order, random);
            for (String name : order) {
                Path scratch = Files.createTempDirectory(directory, "load-");
                execute("sync");
                samples.get(name)[round] = contenders.get(name).seconds(scratch);
                System.err.printf(Locale.ROOT, "round %d: %s %.2f s%n", round + 1, name, samples.get(name)[round]);
                execute("rm", "-rf", scratch.toString());
            }
        }
        return samples;
    }

    private static void print(Map<String, double[]> samples, int rounds) {
        System.out.printf("%-16s %10s %10s %10s %14s%n", "LOAD", "MIN s", "MEDIAN s", "MAX s", "RATIO TO jfs");
        double[] own = samples.get("jfs");
        samples.forEach((name, seconds) -> {
            double[] ratios = new double[rounds];
            for (int i = 0; i < rounds; i++) {
                ratios[i] = seconds[i] / own[i];
            }
            double[] sorted = seconds.clone();
            Arrays.sort(sorted);
            System.out.printf(
                    Locale.ROOT,
                    "%-16s %10.2f %10.2f %10.2f %14.2f%n",
                    name, sorted[0], median(seconds), sorted[rounds - 1], median(ratios));
        });
    }

    private double jfs(Path scratch) throws Exception {
        return timed(jfs.toString(), "--root", scratch + "/root", "--runroot", scratch + "/run",
                "--driver", "overlay", "load", "-q", "-i", archive.toString());
    }

    private double podman(Path scratch) throws Exception {
        return timed("podman", "--root", scratch + "/root", "--runroot", scratch + "/run",
                "--storage-driver", "overlay", "load", "-q", "-i", archive.toString());
    }

    private double containerd(Path scratch) throws Exception {
        Path socket = scratch.resolve("containerd.sock");
        Path config = scratch.resolve("config.toml");
        Files.writeString(config, "version = 2\ndisabled_plugins = [\"io.containerd.grpc.v1.cri\"]\n");
        Process daemon = new ProcessBuilder("containerd", "--config", config.toString(), "--root", scratch + "/root",
                        "--state", scratch + "/state", "--address", socket.toString())
                .redirectErrorStream(true).redirectOutput(scratch.resolve("log").toFile()).start();
        try {
            while (!Files.exists(socket) && daemon.isAlive()) {
                Thread.sleep(50);
            }
            execute("ctr", "-a", socket.toString(), "version");
            return timed("ctr", "-a", socket.toString(), "images", "import", "--snapshotter", "overlayfs",
                    "--base-name", "example.org/loaded", archive.toString());
        } finally {
            daemon.destroy();
            daemon.waitFor();
        }
    }

    private static double timed(String... command) throws Exception {
        long start = System.nanoTime();
        execute(command);
        return (System.nanoTime() - start) / 1e9;
    }

    private static void execute(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": exit " + process.exitValue() + "\n" + output);
        }
    }

    private static boolean isInstalled(String command) throws Exception {
        return new ProcessBuilder("sh", "-c", "command -v " + command).start().waitFor() == 0;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
