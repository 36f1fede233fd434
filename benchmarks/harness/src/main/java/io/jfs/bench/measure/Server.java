package io.jfs.bench.measure;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The process that serves a mount.
 *
 * @param pid its number
 */
public record Server(long pid) {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double KIBIBYTE = 1024;
    private static final double MEGA = 1e6;

    /** The process that has this path among its arguments; empty if there is none, as with the kernel's own mounts. */
    public static Optional<Server> of(Path mount) throws IOException {
        String wanted = mount.toString();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (Arrays.asList(words(process)).contains(wanted)) {
                    return Optional.of(
                            new Server(Long.parseLong(process.getFileName().toString())));
                }
            }
        }
        return Optional.empty();
    }

    private static String[] words(Path process) {
        try {
            return Files.readString(process.resolve("cmdline")).split("\0", -1);
        } catch (IOException e) {
            return new String[0]; // it has ended, or its arguments are no text
        }
    }

    /** The processor time of its threads so far, in milliseconds. */
    public double cpuMillis() throws IOException {
        double nanos = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads) {
                try {
                    nanos += Double.parseDouble(
                            Files.readString(thread.resolve("schedstat")).split(" ", -1)[0]);
                } catch (IOException _) {
                    // The thread has ended.
                }
            }
        }
        return nanos / NANOS_PER_MILLI;
    }

    /** Its resident memory in MB. */
    public double residentMegabytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Double.parseDouble(line.replaceAll("[^0-9]", "")) * KIBIBYTE / MEGA;
            }
        }
        return 0;
    }
}
