package io.jfs.cli.session;

import io.jfs.cli.log.LogLevel;
import io.jfs.cli.output.ByteSize;
import io.jfs.cli.progress.ProgressMode;
import io.jfs.core.driver.DriverOptions;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** What the global options, the environment, the configuration file and the defaults come to, in this order. */
public final class Settings {
    private static final String SIZE = "size";
    private static final String APPLICATION = "jfs";
    private static final String FILE = "jfs.toml";

    private final GlobalOptions options;
    private final Map<String, String> variables;
    private ConfigFile config = ConfigFile.NONE;

    /**
     * Reads no file yet.
     *
     * @param options as parsed, or to be parsed before anything is asked here
     * @param variables the environment
     */
    Settings(GlobalOptions options, Map<String, String> variables) {
        this.options = options;
        this.variables = Map.copyOf(variables);
    }

    /**
     * A setting and where it came from, as {@code jfs info} shows it.
     *
     * @param value what counts
     * @param source such as {@code --root}, {@code JFS_ROOT}, a file's name or {@code default}
     */
    public record Sourced<T>(T value, String source) {}

    /**
     * Reads the configuration file: that of {@code --config} or {@code JFS_CONFIG}, which must exist, or else that of
     * root or of the user, if there is one.
     *
     * @throws UsageException if it cannot be read, or does not make sense
     */
    public void readConfig() {
        config = askedConfig()
                .map(ConfigFile::read)
                .or(() -> ConfigFile.find(defaultConfig()))
                .orElse(ConfigFile.NONE);
        try {
            progress(false);
            color(false);
        } catch (UsageException e) {
            config = ConfigFile.NONE; // the failure itself is going to be printed
            throw e;
        }
    }

    private Optional<Path> askedConfig() {
        return Optional.ofNullable(options.config)
                .or(() -> variable("JFS_CONFIG").map(Path::of))
                .map(path -> path.toAbsolutePath().normalize());
    }

    /** The configuration file that was read, and why that one; empty if there is none. */
    public Optional<Sourced<Path>> configFile() {
        String source =
                options.config != null ? "--config" : variable("JFS_CONFIG").isPresent() ? "JFS_CONFIG" : "default";
        return config.path().map(path -> new Sourced<>(path, source));
    }

    /** Where images and snapshots are kept; absolute. */
    public Sourced<Path> root() {
        if (options.root != null) {
            return option(options.root, "--root");
        }
        return variable("JFS_ROOT")
                .map(text -> absolute(text, "JFS_ROOT"))
                .or(() -> config.text(ConfigFile.ROOT).map(text -> absolute(text, config.shown())))
                .orElseGet(() -> new Sourced<>(defaultRoot(), "default"));
    }

    /**
     * Where mounts and locks are kept; absolute. With a root of one's own it is {@code run} below that, so two stores
     * never share it by accident, and two processes on one store always do. So the configuration file's counts only for
     * that file's root and for the default one.
     */
    public Sourced<Path> runRoot() {
        if (options.runRoot != null) {
            return option(options.runRoot, "--runroot");
        }
        Optional<Sourced<Path>> variable = variable("JFS_RUNROOT").map(text -> absolute(text, "JFS_RUNROOT"));
        if (variable.isPresent()) {
            return variable.get();
        }
        Sourced<Path> root = root();
        boolean isDefault = root.source().equals("default");
        Optional<String> configured = config.text(ConfigFile.RUN_ROOT);
        if (configured.isPresent() && (isDefault || root.source().equals(config.shown()))) {
            return absolute(configured.get(), config.shown());
        }
        return isDefault
                ? new Sourced<>(defaultRunRoot(), "default")
                : new Sourced<>(root.value().resolve("run"), root.source());
    }

    /** An empty path would be the working directory, which nobody means who has a variable that is not set. */
    private static Sourced<Path> option(Path path, String name) {
        if (path.toString().isEmpty()) {
            throw new UsageException(name + " must not be empty");
        }
        return new Sourced<>(path.toAbsolutePath().normalize(), name);
    }

    /** The driver that was asked for. */
    public Optional<Sourced<String>> driver() {
        if (options.driver != null) {
            return Optional.of(new Sourced<>(options.driver, "--storage-driver"));
        }
        return variable("JFS_DRIVER")
                .map(name -> new Sourced<>(name, "JFS_DRIVER"))
                .or(() -> config.text(ConfigFile.STORAGE_DRIVER).map(name -> new Sourced<>(name, config.shown())));
    }

    /** The driver's options. */
    public DriverOptions driverOptions() {
        Map<String, String> values = storageOptions();
        values.remove(SIZE);
        return new DriverOptions(values);
    }

    /**
     * How large a writable snapshot may become, the storage option {@code size}.
     *
     * @throws UsageException if it is no size
     */
    public OptionalLong sizeLimit() {
        String size = storageOptions().get(SIZE);
        return size == null
                ? OptionalLong.empty()
                : OptionalLong.of(parse(size, "storage option size: ", ByteSize::parse));
    }

    /** The file's, overridden by the environment's, overridden by the command line's. */
    private Map<String, String> storageOptions() {
        Map<String, String> values = new LinkedHashMap<>();
        config.texts(ConfigFile.STORAGE_OPT).forEach(pair -> put(values, pair));
        List.of(variable("JFS_STORAGE_OPTS").orElse("").split(",", -1)).forEach(pair -> put(values, pair));
        values.putAll(options.storageOptions);
        return values;
    }

    private static void put(Map<String, String> values, String pair) {
        int equals = pair.indexOf('=');
        if (!pair.isBlank()) {
            values.put(equals < 0 ? pair : pair.substring(0, equals), equals < 0 ? "" : pair.substring(equals + 1));
        }
    }

    /**
     * From which level on log messages are wanted.
     *
     * @throws UsageException if the level does not exist
     */
    public Level logLevel() {
        if (options.debug) {
            return Level.DEBUG;
        }
        String source = options.logLevel == null ? "config " + config.shown() + ": " : "";
        return Optional.ofNullable(options.logLevel)
                .or(() -> config.text(ConfigFile.LOG_LEVEL))
                .map(text -> parse(text, source, LogLevel::parse))
                .orElse(Level.WARNING);
    }

    /** How progress is shown; {@code auto} is decided by whether standard error is a terminal. */
    ProgressMode progress(boolean terminal) {
        return Optional.ofNullable(options.progress)
                .or(() -> variable("JFS_PROGRESS").map(text -> parse(text, "JFS_PROGRESS=", ProgressMode::parse)))
                .or(() -> config.text(ConfigFile.PROGRESS)
                        .map(text -> parse(text, "config " + config.shown() + ": progress ", ProgressMode::parse)))
                .orElse(ProgressMode.AUTO)
                .resolve(terminal, variables);
    }

    /** Whether a stream is coloured. */
    boolean color(boolean terminal) {
        GlobalOptions.Color color = Optional.ofNullable(options.color)
                .or(() -> config.text(ConfigFile.COLOR)
                        .map(text -> parse(text, "config " + config.shown() + ": color ", Settings::parseColor)))
                .orElse(GlobalOptions.Color.AUTO);
        return switch (color) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO ->
                terminal
                        && variable("NO_COLOR").isEmpty()
                        && !variables.getOrDefault("TERM", "dumb").equals("dumb");
        };
    }

    private static GlobalOptions.Color parseColor(String text) {
        try {
            return GlobalOptions.Color.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(text + ": must be auto, always or never", e);
        }
    }

    private static <T> T parse(String text, String source, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(source + e.getMessage());
        }
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
    }

    private static Sourced<Path> absolute(String path, String source) {
        return new Sourced<>(Path.of(path).toAbsolutePath().normalize(), source);
    }

    private Path defaultConfig() {
        return !isRootless()
                ? Path.of("/etc", APPLICATION, FILE)
                : home("XDG_CONFIG_HOME", ".config").resolve(APPLICATION).resolve(FILE);
    }

    private Path defaultRoot() {
        return !isRootless()
                ? Path.of("/var/lib", APPLICATION)
                : home("XDG_DATA_HOME", ".local", "share").resolve(APPLICATION);
    }

    private Path defaultRunRoot() {
        if (!isRootless()) {
            return Path.of("/run", APPLICATION);
        }
        return variable("XDG_RUNTIME_DIR")
                .map(directory -> Path.of(directory, APPLICATION))
                .orElseGet(() -> defaultRoot().resolve("run"));
    }

    /** A directory of the XDG Base Directory Specification. */
    private Path home(String variable, String... belowHome) {
        return variable(variable)
                .map(Path::of)
                .orElseGet(() -> Path.of(variables.getOrDefault("HOME", "/nonexistent"), belowHome));
    }

    /** Whether this is a plain user, be it as root of the user namespace that bin/jfs has made for him. */
    public boolean isRootless() {
        return !isRoot() || variable("JFS_ROOTLESS_UID").isPresent();
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
