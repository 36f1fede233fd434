package io.jfs.cli.output;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Writes maps, lists, strings, numbers and booleans as JSON (RFC 8259). Keys keep the order of the map. A lone
 * surrogate, which stands for a byte of a name that is not UTF-8, is written as a {@code \\u} escape, so the name
 * survives.
 */
public final class Json {
    private static final String INDENT = "    ";

    private Json() {}

    /** On one line, without blanks. */
    public static String compact(Object value) {
        StringBuilder out = new StringBuilder();
        write(out, value, -1);
        return out.toString();
    }

    /** On many lines, indented by four blanks, as {@code inspect} prints it. */
    public static String pretty(Object value) {
        StringBuilder out = new StringBuilder();
        write(out, value, 0);
        return out.toString();
    }

    private static void write(StringBuilder out, Object value, int depth) {
        switch (value) {
            case Map<?, ?> map -> writeMap(out, map, depth);
            case List<?> list -> writeList(out, list, depth);
            case Number number -> out.append(number);
            case Boolean bool -> out.append(bool);
            default -> writeString(out, value.toString());
        }
    }

    private static void writeMap(StringBuilder out, Map<?, ?> map, int depth) {
        out.append('{');
        Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<?, ?> entry = entries.next();
            newLine(out, depth, 1);
            writeString(out, entry.getKey().toString());
            out.append(depth < 0 ? ":" : ": ");
            write(out, entry.getValue(), deeper(depth));
            out.append(entries.hasNext() ? "," : "");
        }
        if (!map.isEmpty()) {
            newLine(out, depth, 0);
        }
        out.append('}');
    }

    private static void writeList(StringBuilder out, List<?> list, int depth) {
        out.append('[');
        Iterator<?> items = list.iterator();
        while (items.hasNext()) {
            newLine(out, depth, 1);
            write(out, items.next(), deeper(depth));
            out.append(items.hasNext() ? "," : "");
        }
        if (!list.isEmpty()) {
            newLine(out, depth, 0);
        }
        out.append(']');
    }

    private static int deeper(int depth) {
        return depth < 0 ? depth : depth + 1;
    }

    private static void newLine(StringBuilder out, int depth, int more) {
        if (depth >= 0) {
            out.append('\n').repeat(INDENT, depth + more);
        }
    }

    private static void writeString(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || c == 0x7f || isLoneSurrogate(text, i)) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean isLoneSurrogate(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }
}
