package io.jfs.cli.log;

import java.lang.System.Logger;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** Found by the JDK: gives every {@link System.Logger} of the process the form {@code jfs: warning: MESSAGE}. */
public final class LineLoggerFinder extends System.LoggerFinder {
    /** For {@link java.util.ServiceLoader}. */
    public LineLoggerFinder() {}

    @Override
    public Logger getLogger(String name, Module module) {
        return new LineLogger(name);
    }

    private record LineLogger(String name) implements Logger {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isLoggable(Level level) {
            return LogLevel.shows(name, level);
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {
            if (isLoggable(level)) {
                write(level, message + (thrown == null ? "" : ": " + thrown));
            }
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String format, @Nullable Object... values) {
            if (isLoggable(level)) {
                boolean plain = format == null || values == null || values.length == 0;
                write(level, plain ? String.valueOf(format) : MessageFormat.format(format, values));
            }
        }

        private static void write(Level level, String message) {
            System.err.println("jfs: " + level.name().toLowerCase(Locale.ROOT) + ": " + message);
        }
    }
}
