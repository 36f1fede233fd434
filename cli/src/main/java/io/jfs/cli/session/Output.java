package io.jfs.cli.session;

import io.jfs.linux.NativePath;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * A standard stream for text. Names that are not UTF-8 come out as the bytes they are. On a terminal, control
 * characters become {@code ?}, so that a hostile file name cannot drive the terminal.
 */
public final class Output {
    private final OutputStream stream;
    private final boolean terminal;
    private final boolean color;

    Output(OutputStream stream, boolean terminal, boolean color) {
        this.stream = stream;
        this.terminal = terminal;
        this.color = color;
    }

    /** Writes text and a line feed. */
    public void line(String text) {
        print(text + "\n");
    }

    /** Writes a line in a colour, if colours are on. */
    public void line(Style style, String text) {
        if (color) {
            write(style.escape() + clean(text) + Style.RESET + "\n");
        } else {
            line(text);
        }
    }

    /** Writes the lines. */
    public void lines(Iterable<String> lines) {
        lines.forEach(this::line);
    }

    /** Writes text as it is. */
    public void print(String text) {
        write(clean(text));
    }

    /**
     * A name that is going to stand in a line: on a terminal its line feeds and tabs become {@code ?} too, for a name
     * must not look like two.
     */
    public String name(String name) {
        return terminal ? name.replace('\n', '?').replace('\t', '?') : name;
    }

    /** The stream below, for content that is not text. */
    public OutputStream stream() {
        return stream;
    }

    /** Whether the stream is a terminal. */
    public boolean isTerminal() {
        return terminal;
    }

    /** Hands over what is buffered. */
    public void flush() {
        try {
            stream.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String text) {
        try {
            stream.write(NativePath.encode(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String clean(String text) {
        if (!terminal || text.chars().noneMatch(Output::isControl)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text);
        for (int i = 0; i < clean.length(); i++) {
            if (isControl(clean.charAt(i))) {
                clean.setCharAt(i, '?');
            }
        }
        return clean.toString();
    }

    private static boolean isControl(int c) {
        return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0);
    }
}
