package io.jfs.bench.measure;

import io.jfs.bench.data.Shell;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The machine: what must be known to judge its figures. */
public final class Machine {
    private static final Path DROP = Path.of("/proc/sys/vm/drop_caches");
    private static final double BUSY = 0.5;
    private static final double FULL = 0.1;
    private static final long MEBI = 1 << 20;

    private Machine() {}

    /**
     * Facts, in order.
     *
     * @param directory where the data is
     */
    public static Map<String, String> environment(Path directory) throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("distribution", field("/etc/os-release", "PRETTY_NAME", "=").replace("\"", ""));
        facts.put("cpu", field("/proc/cpuinfo", "model name", ":"));
        facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("governor", text("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"));
        facts.put("memory", field("/proc/meminfo", "MemTotal", ":"));
        facts.put("virtualisation", Shell.version("", "systemd-detect-virt"));
        facts.put("filesystem", fileSystem(directory));
        FileStore store = Files.getFileStore(directory);
        facts.put("free space", store.getUsableSpace() / MEBI + " of " + store.getTotalSpace() / MEBI + " MiB");
        facts.put("cgroups", Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers")) ? "v2" : "v1 or hybrid");
        facts.put("java", System.getProperty("java.vm.version"));
        facts.put("fuse io_uring", text("/sys/module/fuse/parameters/enable_uring"));
        facts.put("lsm", text("/sys/kernel/security/lsm"));
        facts.put("user", System.getProperty("user.name"));
        facts.put("caches", canDropCaches() ? "dropped by drop_caches" : "cannot be dropped: cold means a fresh mount");
        facts.put("requests", FuseRequests.available() ? "counted by the kernel's tracepoint" : "not counted");
        facts.put("load before", load());
        facts.values().removeIf(String::isEmpty);
        return facts;
    }

    /** What makes figures of this machine doubtful now. */
    public static List<String> warnings(Path directory) throws IOException {
        List<String> warnings = new ArrayList<>();
        double load = Double.parseDouble(load().split(" ", -1)[0]);
        int cores = Runtime.getRuntime().availableProcessors();
        if (load > BUSY * cores) {
            warnings.add("the machine is busy: load " + load + " on " + cores + " processors");
        }
        long swapUsed = kibibytes("SwapTotal") - kibibytes("SwapFree");
        if (swapUsed > MEBI / 10) {
            warnings.add("swap is in use: " + swapUsed / 1024 + " MiB");
        }
        FileStore store = Files.getFileStore(directory);
        if (store.getUsableSpace() < FULL * store.getTotalSpace()) {
            warnings.add("less than a tenth of the disk is free");
        }
        if (text("/sys/class/power_supply/BAT0/status").equals("Discharging")) {
            warnings.add("the machine runs on its battery");
        }
        return warnings;
    }

    /** The load averages. */
    public static String load() {
        String[] words = text("/proc/loadavg").split(" ", -1);
        return words.length < 3 ? "0 0 0" : words[0] + " " + words[1] + " " + words[2];
    }

    /** Whether {@link #dropCaches} works. */
    public static boolean canDropCaches() {
        return Files.isWritable(DROP) && System.getProperty("user.name").equals("root");
    }

    /** Writes back what is dirty, then empties the caches of names and files, where that is allowed. */
    public static void dropCaches() throws IOException {
        settle();
        if (canDropCaches()) {
            Files.writeString(DROP, "3");
        }
    }

    /** Writes back what is dirty, so that nobody pays for another's writes. */
    public static void settle() throws IOException {
        Shell.run(List.of("sync"));
    }

    /** A line of /proc/meminfo. */
    public static long kibibytes(String name) throws IOException {
        String value = field("/proc/meminfo", name, ":").replace(" kB", "");
        return value.isEmpty() ? 0 : Long.parseLong(value.strip());
    }

    private static String fileSystem(Path directory) throws IOException {
        String best = "";
        String found = "";
        for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
            String[] words = line.split(" ", -1);
            if (directory.toAbsolutePath().startsWith(words[1]) && words[1].length() >= best.length()) {
                best = words[1];
                found = words[2] + " (" + words[3] + ") on " + words[0];
            }
        }
        return found;
    }

    private static String field(String file, String name, String separator) throws IOException {
        Optional<String> line = Files.exists(Path.of(file))
                ? Files.readAllLines(Path.of(file)).stream()
                        .filter(each -> each.startsWith(name))
                        .findFirst()
                : Optional.empty();
        return line.map(each -> each.substring(each.indexOf(separator) + 1).strip())
                .orElse("");
    }

    private static String text(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
