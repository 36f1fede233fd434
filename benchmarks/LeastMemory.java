import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Finds the smallest memory limit, among some, by which an OCI runtime runs {@code /bin/true} five times of five.
 *
 * <p>Run as root: {@code java benchmarks/LeastMemory.java [RUNTIME…]}, by default runc, crun and bin/jfs-oci. Needs
 * busybox-static. crun refuses machines with cgroups of both versions; here it runs where version 2 is not mounted, in a mount
 * namespace of its own, which changes nothing for the machine. All run so, for the same conditions.
 */
final class LeastMemory {
    private static final List<Integer> KIB =
            List.of(64, 128, 192, 256, 320, 384, 448, 512, 768, 1024, 2048, 3072, 4096, 6144, 8192);
    private static final int TRIES = 5;
    private static final String HERE = "umount /sys/fs/cgroup/unified 2>/dev/null; exec \"$0\" \"$@\"";

    private static final String CONFIG = """
            {"ociVersion": "1.0.2", "hostname": "least",
             "process": {"cwd": "/", "args": ["/bin/true"], "env": ["PATH=/bin"], "user": {"uid": 0, "gid": 0},
               "noNewPrivileges": true},
             "root": {"path": "rootfs", "readonly": true},
             "mounts": [{"destination": "/proc", "type": "proc", "source": "proc"}],
             "linux": {"resources": {"memory": {"limit": %d}}, "namespaces": [
               {"type": "pid"}, {"type": "network"}, {"type": "ipc"}, {"type": "uts"}, {"type": "mount"}]}}
            """;

    private final Path bundle;

    private LeastMemory(Path bundle) {
        this.bundle = bundle;
    }

    public static void main(String[] args) throws Exception {
        String own = Path.of("bin/jfs-oci").toAbsolutePath().toString();
        List<String> runtimes = args.length > 0 ? Arrays.asList(args) : List.of("runc", "crun", own);
        Path bundle = Files.createTempDirectory("jfs-least");
        for (String name : List.of("proc", "bin")) {
            Files.createDirectories(bundle.resolve("rootfs").resolve(name));
        }
        Files.copy(Path.of("/bin/busybox"), bundle.resolve("rootfs/bin/true"));
        for (String runtime : runtimes) {
            System.out.println(runtime + ": " + new LeastMemory(bundle).least(runtime));
        }
    }

    private String least(String runtime) throws Exception {
        StringBuilder tries = new StringBuilder();
        for (int kib : KIB) {
            Files.writeString(bundle.resolve("config.json"), CONFIG.formatted(kib * 1024L));
            int passed = 0;
            for (int i = 0; i < TRIES; i++) {
                passed += runs(runtime, "least-" + kib + "-" + i) ? 1 : 0;
            }
            if (passed == TRIES) {
                return kib + " KiB" + tries;
            }
            tries.append("; ").append(kib).append(" KiB: ").append(passed).append(" of ").append(TRIES);
        }
        return "more than " + KIB.getLast() + " KiB" + tries;
    }

    private boolean runs(String runtime, String id) throws IOException, InterruptedException {
        int code = call(runtime, "run", "--bundle", bundle.toString(), id);
        call(runtime, "delete", "--force", id);
        return code == 0;
    }

    private static int call(String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("unshare", "-m", "--propagation", "private", "sh", "-c", HERE));
        all.addAll(List.of(command));
        Process process = new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return -1;
        }
        return process.exitValue();
    }
}
