package io.jfs.cli.log;

import java.lang.System.Logger.Level;

/** From which level on messages are shown: one setting for the whole process. */
public final class LogLevel {
    private static volatile Level level = Level.WARNING;

    private LogLevel() {}

    /** Shows messages of this level and above. */
    public static void set(Level shown) {
        level = shown;
    }

    /**
     * Reads {@code error}, {@code warning}, {@code info} or {@code debug}.
     *
     * @throws IllegalArgumentException if it is none of them
     */
    public static Level parse(String text) {
        return switch (text) {
            case "error" -> Level.ERROR;
            case "warning", "warn" -> Level.WARNING;
            case "info" -> Level.INFO;
            case "debug" -> Level.DEBUG;
            default ->
                throw new IllegalArgumentException(
                        "unknown log level " + text + ": there are error, warning, info and debug");
        };
    }

    /** Others, the JDK itself among them, are heard from a warning on. */
    static boolean shows(String logger, Level candidate) {
        boolean ours = logger.startsWith("io.jfs.");
        int lowest = ours ? level.getSeverity() : Math.max(level.getSeverity(), Level.WARNING.getSeverity());
        return candidate != Level.OFF && candidate.getSeverity() >= lowest;
    }
}
