package io.jfs.cli.session;

import io.jfs.cli.progress.ProgressMode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The root command: options that stand before or after any subcommand. Filled by picocli. */
@Command(
        name = "jfs",
        description = "Look into, mount, change, commit and save container images, on pluggable storage drivers.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "Example:",
            "  jfs load -i image.tar && jfs mount myimage",
            "",
            "Run 'jfs COMMAND --help' for more on a command."
        })
public final class GlobalOptions {
    /** How colours are decided. */
    enum Color {
        AUTO,
        ALWAYS,
        NEVER
    }

    @Option(
            names = "--root",
            scope = ScopeType.INHERIT,
            paramLabel = "DIR",
            description = "Where images and snapshots are kept (JFS_ROOT)")
    @Nullable
    Path root;

    @Option(
            names = "--runroot",
            scope = ScopeType.INHERIT,
            paramLabel = "DIR",
            description = "Where mounts and locks are kept (JFS_RUNROOT)")
    @Nullable
    Path runRoot;

    @Option(
            names = {"--storage-driver", "--driver"},
            scope = ScopeType.INHERIT,
            paramLabel = "DRIVER",
            description = "Storage driver (JFS_DRIVER); see 'jfs driver ls'")
    @Nullable
    String driver;

    @Option(
            names = "--storage-opt",
            scope = ScopeType.INHERIT,
            paramLabel = "KEY=VALUE",
            description = "Option of the storage driver; repeatable (JFS_STORAGE_OPTS, separated by commas)")
    Map<String, String> storageOptions = new LinkedHashMap<>();

    @Option(
            names = "--config",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "Configuration file (JFS_CONFIG; default: /etc/jfs/jfs.toml, or a user's own)")
    @Nullable
    Path config;

    @Option(
            names = "--log-level",
            scope = ScopeType.INHERIT,
            paramLabel = "LEVEL",
            description = "error, warning, info or debug")
    @Nullable
    String logLevel;

    @Option(
            names = {"-D", "--debug"},
            scope = ScopeType.INHERIT,
            description = "Log all, and print the stack trace of a failure")
    boolean debug;

    @Option(
            names = "--progress",
            scope = ScopeType.INHERIT,
            paramLabel = "MODE",
            description = "auto, tty, plain, json or quiet (JFS_PROGRESS)")
    @Nullable
    ProgressMode progress;

    @Option(
            names = "--color",
            scope = ScopeType.INHERIT,
            paramLabel = "WHEN",
            description = "auto, always or never (NO_COLOR is respected)")
    @Nullable
    Color color;

    @Option(
            names = {"-v", "--version"},
            description = "Print the version and exit")
    boolean version;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Print help and exit")
    boolean help;

    /**
     * Sets one of those options that most commands have, if it is not set yet; only values that cannot be taken for
     * anything else.
     *
     * @return whether that was done
     */
    public boolean set(String name, String value) {
        boolean isPath = value.startsWith("/");
        if (name.equals("--root") && root == null && isPath) {
            root = Path.of(value);
        } else if (name.equals("--runroot") && runRoot == null && isPath) {
            runRoot = Path.of(value);
        } else if ((name.equals("--storage-driver") || name.equals("--driver")) && driver == null) {
            driver = value;
        } else {
            return false;
        }
        return true;
    }

    /** Takes over what {@link #set} set. */
    public void take(GlobalOptions other) {
        root = other.root;
        runRoot = other.runRoot;
        driver = other.driver;
    }

    /** Whether stack traces are wanted. */
    public boolean debug() {
        return debug;
    }

    /** Whether {@code -v} was given before any command. */
    public boolean version() {
        return version;
    }
}
