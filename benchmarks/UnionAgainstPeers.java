import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The same work on mounts of the kernel's overlay, fuse-overlayfs and jfs-union, interleaved.
 *
 * <p>Run as root after {@code bin/build}: {@code java benchmarks/UnionAgainstPeers.java [--rounds N] [--files N]
 * [--layers N] [--lower DIRECTORY] [--upper DIRECTORY] [--only WORKLOAD,…] [--on CONTENDER,…]}. The lowers are generated
 * from a seed: about N files in small directories, spread over the layers, a git repository and a file of 1 GiB. Each
 * round takes the contenders in a new random order, mounts each anew and does all the work on it. What a contender shows
 * is compared with the kernel's overlay before anything is measured. Prints median milliseconds, and the ratio of each
 * contender to fuse-overlayfs and to the kernel's overlay, paired by round.
 */
final class UnionAgainstPeers {
    /** A way to mount. */
    private record Contender(String name, Function<Place, List<String>> command) {}

    /** Where a contender is mounted. */
    private record Place(List<Path> lowers, Path scratch) {
        Path mount() {
            return scratch.resolve("mnt");
        }

        String options() {
            String lower = lowers.stream().map(Path::toString).collect(Collectors.joining(":"));
            return "lowerdir=" + lower + ",upperdir=" + scratch.resolve("upper") + ",workdir=" + scratch.resolve("work");
        }
    }

    private interface Work {
        void on(Path mount) throws Exception;
    }

    /**
     * One line of the table.
     *
     * @param before not measured
     */
    private record Workload(String name, Work before, Work work) {}

    private static final Work NOTHING = mount -> {};
    private static final int BLOCK = 4096;

    private final Map<String, String> arguments;
    private final Path lower;
    private final Path upper;
    private final List<Path> layers = new ArrayList<>();

    private UnionAgainstPeers(Map<String, String> arguments) {
        this.arguments = arguments;
        this.lower = Path.of(arguments.getOrDefault("--lower", "/var/tmp/jfs-union-bench")).toAbsolutePath();
        this.upper = Path.of(arguments.getOrDefault("--upper", "/dev/shm")).toAbsolutePath();
    }

    public static void main(String[] args) throws Exception {
        Map<String, String> arguments = new LinkedHashMap<>();
        for (int i = 0; i + 1 < args.length; i += 2) {
            arguments.put(args[i], args[i + 1]);
        }
        new UnionAgainstPeers(arguments).run();
    }

    private void run() throws Exception {
        generate(number("--files", 30_000), number("--layers", 1));
        List<Contender> contenders = chosen("--on", contenders(), Contender::name);
        List<Workload> workloads = chosen("--only", workloads(), Workload::name);
        int rounds = number("--rounds", 3);
        Map<String, Map<String, double[]>> samples = new LinkedHashMap<>();
        for (Workload workload : workloads) {
            Map<String, double[]> row = new LinkedHashMap<>();
            contenders.forEach(contender -> row.put(contender.name(), new double[rounds]));
            samples.put(workload.name(), row);
        }
        Map<String, String> seen = new LinkedHashMap<>();
        Random random = new Random(1);
        for (int round = 0; round < rounds; round++) {
            List<Contender> order = new ArrayList<>(contenders);
            Collections.shuffle(order, random);
            for (Contender contender : order) {
                int current = round;
                mounted(contender, mount -> {
                    if (current == 0 && !arguments.containsKey("--unchecked")) {
                        seen.put(contender.name(), output("cd '" + mount + "' && tar c --sort=name tree repository | sha256sum"));
                    }
                    for (Workload workload : workloads) {
                        workload.before().on(mount);
                        long start = System.nanoTime();
                        workload.work().on(mount);
                        samples.get(workload.name()).get(contender.name())[current] = (System.nanoTime() - start) / 1e6;
                    }
                });
                System.err.printf("round %d: %s%n", round + 1, contender.name());
            }
        }
        if (seen.values().stream().distinct().count() > 1) {
            throw new IllegalStateException("contenders show different trees: " + seen);
        }
        print(samples, contenders);
    }

    private int number(String name, int otherwise) {
        return Integer.parseInt(arguments.getOrDefault(name, "" + otherwise));
    }

    private <T> List<T> chosen(String option, List<T> all, Function<T, String> name) {
        List<String> wanted = List.of(arguments.getOrDefault(option, "").split(","));
        return wanted.equals(List.of("")) ? all : all.stream().filter(each -> wanted.contains(name.apply(each))).toList();
    }

    private List<Contender> contenders() {
        String union = Path.of("bin/jfs-union").toAbsolutePath().toString();
        String index = lower.resolve("index").toString();
        return List.of(
                new Contender("overlay", place -> List.of(
                        "mount", "-t", "overlay", "overlay", "-o", place.options(), place.mount().toString())),
                new Contender("fuse-overlayfs", place ->
                        List.of("fuse-overlayfs", "-o", place.options(), place.mount().toString())),
                new Contender("passthrough", place -> List.of(union, "-o",
                        place.options() + ",open=passthrough,layerindex=" + index, place.mount().toString())),
                new Contender("zero", place -> List.of(union, "-o",
                        place.options() + ",open=zero,layerindex=" + index, place.mount().toString())),
                new Contender("no-index", place -> List.of(union, "-o",
                        place.options() + ",open=passthrough", place.mount().toString())));
    }

    private List<Workload> workloads() {
        Work drop = mount -> shell("sync; echo 2 >/proc/sys/vm/drop_caches");
        Work find = mount -> shell("find '" + mount + "/tree' -printf '%s\\n' >/dev/null");
        Work cat = mount -> shell("cd '" + mount + "' && xargs -0 cat <'" + lower.resolve("names") + "' >/dev/null");
        Work grep = mount -> shell("grep -r nothing-like-this '" + mount + "/tree' || true");
        Work status = mount -> shell("cd '" + mount + "/repository' && git status --porcelain");
        return List.of(
                new Workload("cold find+stat", drop, find),
                new Workload("warm find+stat", find, find),
                new Workload("warm du", find, mount -> shell("du -s '" + mount + "/tree' >/dev/null")),
                new Workload("cold cat", drop, cat),
                new Workload("warm cat", cat, cat),
                new Workload("warm grep -r", grep, grep),
                new Workload("git status", mount -> { status.on(mount); status.on(mount); }, status),
                new Workload("create+write+unlink", mount -> createWriteUnlink(upper), UnionAgainstPeers::createWriteUnlink),
                new Workload("cp -a", NOTHING, mount -> shell("cp -a '" + lower.resolve("source") + "' '" + mount + "/copy'")),
                new Workload("rm -r", NOTHING, mount -> shell("rm -r '" + mount + "/copy'")),
                new Workload("tar x", mount -> Files.createDirectory(mount.resolve("out")),
                        mount -> shell("tar xf '" + lower.resolve("source.tar") + "' -C '" + mount + "/out'")),
                new Workload("seq read first", mount -> shell("cat '" + layers.getFirst() + "/big' >/dev/null"),
                        mount -> shell("dd if='" + mount + "/big' of=/dev/null bs=128k status=none")),
                new Workload("seq read again", NOTHING,
                        mount -> shell("dd if='" + mount + "/big' of=/dev/null bs=128k status=none")),
                new Workload("random read 4k", NOTHING, UnionAgainstPeers::randomRead),
                new Workload("seq write 512M", NOTHING,
                        mount -> shell("dd if=/dev/zero of='" + mount + "/new' bs=128k count=4096 status=none")),
                new Workload("random write 4k", NOTHING, UnionAgainstPeers::randomWrite));
    }

    private static void createWriteUnlink(Path mount) throws IOException {
        ByteBuffer content = ByteBuffer.allocateDirect(1024);
        Path directory = Files.createDirectory(mount.resolve("created"));
        for (int i = 0; i < 3000; i++) {
            Path file = directory.resolve("file" + i);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                channel.write(content.clear());
            }
            Files.delete(file);
        }
        Files.delete(directory);
    }

    private static void randomRead(Path mount) throws IOException {
        random(mount.resolve("big"), StandardOpenOption.READ, 100_000, (channel, block, at) -> channel.read(block, at));
    }

    private static void randomWrite(Path mount) throws IOException {
        random(mount.resolve("new"), StandardOpenOption.WRITE, 20_000, (channel, block, at) -> channel.write(block, at));
    }

    private interface Transfer {
        int at(FileChannel channel, ByteBuffer block, long offset) throws IOException;
    }

    private static void random(Path file, StandardOpenOption mode, int count, Transfer transfer) throws IOException {
        Random random = new Random(7);
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
        try (FileChannel channel = FileChannel.open(file, mode)) {
            long blocks = channel.size() / BLOCK;
            for (int i = 0; i < count; i++) {
                transfer.at(channel, block.clear(), random.nextLong(blocks) * BLOCK);
            }
        }
    }

    private void mounted(Contender contender, Work work) throws Exception {
        Place place = new Place(layers, Files.createTempDirectory(upper, "union-bench-"));
        for (String name : List.of("upper", "work", "mnt")) {
            Files.createDirectory(place.scratch().resolve(name));
        }
        execute(contender.command().apply(place));
        try {
            work.on(place.mount());
        } finally {
            execute(List.of("umount", place.mount().toString()));
            execute(List.of("rm", "-rf", place.scratch().toString()));
        }
    }

    /** The layers, made once: files of 100 bytes to 20 KiB, 20 to a directory, each layer with its share. */
    private void generate(int files, int count) throws Exception {
        IntStream.range(0, count).forEach(i -> layers.add(lower.resolve(count + "-" + files + "/" + i)));
        Collections.reverse(layers);
        if (Files.exists(layers.getFirst().resolve("big"))) {
            return;
        }
        Random random = new Random(42);
        byte[] noise = new byte[20_000];
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < files; i++) {
            String directory = String.format(Locale.ROOT, "tree/d%02d/e%03d", i / 20 % 50, i / 1000);
            Path parent = Files.createDirectories(layers.get(i * count / files).resolve(directory));
            random.nextBytes(noise);
            write(parent.resolve("file" + i), noise, 100 + random.nextInt(noise.length - 100) * (i % 4) / 4);
            if (i % 3 == 0) {
                names.append(directory).append("/file").append(i).append('\0');
            }
        }
        Files.writeString(lower.resolve("names"), names);
        Path top = layers.getFirst();
        Path source = Files.createDirectories(lower.resolve("source"));
        Path repository = Files.createDirectories(top.resolve("repository"));
        for (int i = 0; i < 3400; i++) {
            Path target = i < 2000 ? source : repository;
            write(Files.createDirectories(target.resolve("d" + i / 15)).resolve("f" + i), noise, 500 + i);
            write(Files.createDirectories(repository.resolve("e" + i / 15)).resolve("f" + i), noise, 500 + i);
        }
        shell("cd '" + repository + "' && git init -q . && git add -A && git -c user.name=a -c user.email=a@b commit -qm all");
        shell("cd '" + lower + "' && tar cf source.tar source");
        shell("dd if=/dev/urandom of='" + top + "/big' bs=1M count=1024 status=none");
    }

    private static void write(Path file, byte[] content, int length) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(content, 0, length);
        }
    }

    private static void print(Map<String, Map<String, double[]>> samples, List<Contender> contenders) {
        List<String> names = contenders.stream().map(Contender::name).toList();
        System.out.print("| workload |");
        names.forEach(name -> System.out.print(" " + name + " ms |"));
        for (String peer : List.of("fuse-overlayfs", "overlay")) {
            names.stream().filter(name -> isOurs(name) && names.contains(peer))
                    .forEach(name -> System.out.print(" " + name + " / " + peer + " |"));
        }
        System.out.println();
        samples.forEach((workload, row) -> {
            System.out.printf("| %s |", workload);
            names.forEach(name -> System.out.printf(Locale.ROOT, " %.0f |", median(row.get(name))));
            for (String peer : List.of("fuse-overlayfs", "overlay")) {
                names.stream().filter(name -> isOurs(name) && names.contains(peer))
                        .forEach(name -> System.out.printf(Locale.ROOT, " %.2f |", ratio(row.get(name), row.get(peer))));
            }
            System.out.println();
        });
    }

    private static boolean isOurs(String name) {
        return !name.contains("overlay");
    }

    private static double ratio(double[] ours, double[] theirs) {
        return median(IntStream.range(0, ours.length).mapToDouble(i -> ours[i] / theirs[i]).toArray());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private static void shell(String script) throws Exception {
        execute(List.of("sh", "-c", script));
    }

    private static String output(String script) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", script).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        return new String(process.getInputStream().readAllBytes());
    }

    private static void execute(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": exit " + process.exitValue() + "\n" + output);
        }
    }
}
