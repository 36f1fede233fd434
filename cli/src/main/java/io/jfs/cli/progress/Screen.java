package io.jfs.cli.progress;

import io.jfs.linux.Fd;
import io.jfs.linux.TerminalSize;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The size of a terminal.
 *
 * @param columns at least 20
 * @param lines at least 4
 */
public record Screen(int columns, int lines) {
    private static final int DEFAULT_COLUMNS = 80;
    private static final int DEFAULT_LINES = 24;
    private static final Fd STANDARD_ERROR = Fd.ofOwned(2); // never closed

    public Screen {
        columns = Math.max(20, columns);
        lines = Math.max(4, lines);
    }

    /** The window that standard error is shown in; if it does not know, what the shell says, as {@link #of}. */
    public static Screen ofProcess(Map<String, String> environment) {
        return TerminalSize.of(STANDARD_ERROR)
                .map(size -> new Screen(size.columns(), size.rows()))
                .orElseGet(() -> of(environment));
    }

    /** From {@code COLUMNS} and {@code LINES}; 80 by 24 where they are not set. */
    public static Screen of(Map<String, String> environment) {
        return new Screen(
                number(environment.get("COLUMNS"), DEFAULT_COLUMNS), number(environment.get("LINES"), DEFAULT_LINES));
    }

    private static int number(@Nullable String text, int otherwise) {
        return text != null && text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : otherwise;
    }
}
