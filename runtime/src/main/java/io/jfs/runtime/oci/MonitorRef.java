package io.jfs.runtime.oci;

import io.jfs.runtime.plan.MonitorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A container's monitor.
 *
 * @param directory where it writes the file {@code exit}
 */
record MonitorRef(ProcessRef process, Path directory) {
    private static final String FILE = "monitor";
    private static final int ROUNDS = 500;
    private static final long ROUND_MILLIS = 10;

    /** That of a first process: its parent. */
    static MonitorRef of(int init, MonitorSettings settings) throws IOException {
        ProcessRef monitor =
                ProcessRef.parentOf(init).orElseThrow(() -> new IOException("the container's monitor has died"));
        return new MonitorRef(monitor, Path.of(settings.directory()));
    }

    static Optional<MonitorRef> find(ContainerDirectory container) throws IOException {
        Optional<String> text = container.read(FILE);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String[] lines = text.get().split("\n", 2);
        return Optional.of(new MonitorRef(ProcessRef.parse(lines[0]), Path.of(lines[1])));
    }

    void write(ContainerDirectory container) throws IOException {
        container.replace(FILE, process.toText() + directory);
    }

    /**
     * Waits until it has written down how the container ended, five seconds at most; then it can no longer disturb
     * whoever removes its directory. What it was told to become afterwards is not waited for.
     */
    void awaitExitFile() throws IOException {
        for (int i = 0; i < ROUNDS && process.isAlive() && !Files.exists(directory.resolve("exit")); i++) {
            try {
                Thread.sleep(ROUND_MILLIS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
