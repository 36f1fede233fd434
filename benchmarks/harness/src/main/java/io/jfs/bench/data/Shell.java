package io.jfs.bench.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs other programs to their end. */
public final class Shell {
    private Shell() {}

    /**
     * Runs a command; its output is kept for the error only.
     *
     * @throws IOException if it does not end with 0; has its output
     */
    public static void run(List<String> command) throws IOException {
        output(command);
    }

    /** As {@link #run}, for a script of sh(1). */
    public static void script(String script) throws IOException {
        run(List.of("sh", "-c", script));
    }

    /** What a command writes, which ends with 0. */
    public static String output(List<String> command) throws IOException {
        Path log = Files.createTempFile("jfs-bench-", ".log"); // a server that stays would keep a pipe open
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            int code = process.waitFor();
            String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8).strip();
            if (code != 0) {
                throw new IOException(
                        String.join(" ", command) + ": exit code " + code + (text.isEmpty() ? "" : ": ") + text);
            }
            return text;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(command.getFirst() + ": interrupted", e);
        } finally {
            Files.deleteIfExists(log);
        }
    }

    /** Whether there is a program of this name in {@code PATH}. */
    public static boolean has(String program) {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        for (String directory : path.split(":", -1)) {
            if (Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }

    /**
     * What a program says of its version; empty if it says none.
     *
     * @param own how the line begins that speaks of the program, and not of a library or of what the environment gave
     *     it
     */
    public static String version(String own, String... command) {
        try {
            return output(List.of(command))
                    .lines()
                    .filter(line -> line.startsWith(own))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
