package io.jfs.cli.session;

import io.jfs.cli.progress.ProgressMode;
import io.jfs.core.driver.DriverOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the global options, the environment and the defaults come to, in this order.
 *
 * @param options as parsed
 * @param variables the environment
 */
public record Settings(GlobalOptions options, Map<String, String> variables) {
    private static final String APPLICATION = "jfs";

    /**
     * A setting and where it came from, as {@code jfs info} shows it.
     *
     * @param value what counts
     * @param source such as {@code --root}, {@code JFS_ROOT} or {@code default}
     */
    public record Sourced<T>(T value, String source) {}

    /** Where images and snapshots are kept; absolute. */
    public Sourced<Path> root() {
        if (options.root != null) {
            return new Sourced<>(options.root.toAbsolutePath().normalize(), "--root");
        }
        return variable("JFS_ROOT")
                .map(text -> new Sourced<>(Path.of(text).toAbsolutePath().normalize(), "JFS_ROOT"))
                .orElseGet(() -> new Sourced<>(defaultRoot(), "default"));
    }

    /**
     * Where mounts and locks are kept; absolute. With a root of one's own it is {@code run} below that, so two stores
     * never share it by accident, and two processes on one store always do.
     */
    public Sourced<Path> runRoot() {
        if (options.runRoot != null) {
            return new Sourced<>(options.runRoot.toAbsolutePath().normalize(), "--runroot");
        }
        Optional<String> variable = variable("JFS_RUNROOT");
        if (variable.isPresent()) {
            return new Sourced<>(Path.of(variable.get()).toAbsolutePath().normalize(), "JFS_RUNROOT");
        }
        Sourced<Path> root = root();
        return root.source().equals("default")
                ? new Sourced<>(defaultRunRoot(), "default")
                : new Sourced<>(root.value().resolve("run"), root.source());
    }

    /** The driver that was asked for. */
    public Optional<Sourced<String>> driver() {
        if (options.driver != null) {
            return Optional.of(new Sourced<>(options.driver, "--storage-driver"));
        }
        return variable("JFS_DRIVER").map(name -> new Sourced<>(name, "JFS_DRIVER"));
    }

    /** The driver's options: those of the environment, overridden by those of the command line. */
    public DriverOptions driverOptions() {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : variable("JFS_STORAGE_OPTS").orElse("").split(",", -1)) {
            int equals = pair.indexOf('=');
            if (!pair.isBlank()) {
                values.put(equals < 0 ? pair : pair.substring(0, equals), equals < 0 ? "" : pair.substring(equals + 1));
            }
        }
        values.putAll(options.storageOptions);
        return new DriverOptions(values);
    }

    /** How progress is shown; {@code auto} is decided by whether standard error is a terminal. */
    ProgressMode progress(boolean terminal) {
        ProgressMode mode = options.progress != null
                ? options.progress
                : variable("JFS_PROGRESS").map(Settings::progressMode).orElse(ProgressMode.AUTO);
        return mode.resolve(terminal, variables);
    }

    /** Whether a stream is coloured. */
    boolean color(boolean terminal) {
        return switch (options.color == null ? GlobalOptions.Color.AUTO : options.color) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO ->
                terminal
                        && variable("NO_COLOR").isEmpty()
                        && !variables.getOrDefault("TERM", "dumb").equals("dumb");
        };
    }

    private static ProgressMode progressMode(String text) {
        try {
            return ProgressMode.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            throw new UsageException("JFS_PROGRESS=" + text + ": must be auto, tty, plain, json or quiet");
        }
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
    }

    private Path defaultRoot() {
        if (isRoot()) {
            return Path.of("/var/lib", APPLICATION);
        }
        return variable("XDG_DATA_HOME")
                .map(Path::of)
                .orElseGet(() -> Path.of(variables.getOrDefault("HOME", "/nonexistent"), ".local", "share"))
                .resolve(APPLICATION);
    }

    private Path defaultRunRoot() {
        if (isRoot()) {
            return Path.of("/run", APPLICATION);
        }
        return variable("XDG_RUNTIME_DIR")
                .map(directory -> Path.of(directory, APPLICATION))
                .orElseGet(() -> defaultRoot().resolve("run"));
    }

    /** By the owner of /proc/self: no system call binding is needed for it. */
    public static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid") instanceof Integer uid && uid == 0;
        } catch (IOException _) {
            return false;
        }
    }
}
