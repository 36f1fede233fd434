package io.jfs.cli.progress;

import java.util.Locale;
import java.util.Map;

/** What {@code --progress} takes. */
public enum ProgressMode {
    /** {@link #TTY} on a terminal that can move its cursor, outside of CI; else {@link #PLAIN}. */
    AUTO,
    /** Bars that are drawn over. */
    TTY,
    /** A line when something changes, and now and then while it lasts. */
    PLAIN,
    /** A JSON object per line. */
    JSON,
    /** Nothing. */
    QUIET;

    /**
     * Decides what {@link #AUTO} means; the others mean themselves.
     *
     * @param terminal whether standard error is a terminal
     * @param environment reads {@code TERM} and {@code CI}
     */
    public ProgressMode resolve(boolean terminal, Map<String, String> environment) {
        if (this != AUTO) {
            return this;
        }
        boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
        boolean ci = !environment.getOrDefault("CI", "").isEmpty();
        return terminal && !dumb && !ci ? TTY : PLAIN;
    }

    /**
     * The mode of a name as it is typed.
     *
     * @throws IllegalArgumentException if there is none of this name; lists those that there are
     */
    public static ProgressMode parse(String text) {
        for (ProgressMode mode : values()) {
            if (mode.label().equalsIgnoreCase(text)) {
                return mode;
            }
        }
        throw new IllegalArgumentException(text + ": must be auto, tty, plain, json or quiet");
    }

    /** The name as it is typed. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
