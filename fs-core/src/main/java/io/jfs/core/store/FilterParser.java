package io.jfs.core.store;

import io.jfs.core.store.Selector.Condition;
import java.util.ArrayList;
import java.util.List;

/** Reads one filter, as {@link Filter} defines the language. Used once. */
final class FilterParser {
    private final String text;
    private int position;

    FilterParser(String text) {
        this.text = text;
    }

    List<Selector> parse() {
        List<Selector> selectors = new ArrayList<>();
        skipBlanks();
        if (atEnd()) {
            return selectors;
        }
        selectors.add(selector());
        while (!atEnd()) {
            expect(',');
            selectors.add(selector());
        }
        return selectors;
    }

    private Selector selector() {
        List<String> field = new ArrayList<>();
        field.add(name());
        while (peek() == '.') {
            position++;
            field.add(name());
        }
        if (atEnd() || peek() == ',') {
            return new Selector(field, new Condition.Present());
        }
        char first = peek();
        if (first != '=' && first != '!' && first != '~') {
            throw malformed("an operator is expected");
        }
        position++;
        expect('=');
        skipBlanks();
        return new Selector(field, condition(first));
    }

    private Condition condition(char operator) {
        return switch (operator) {
            case '=' -> new Condition.Equal(value(false));
            case '!' -> new Condition.NotEqual(value(false));
            default -> new Condition.Matches(pattern(value(true)));
        };
    }

    private FilterPattern pattern(String expression) {
        try {
            return FilterPattern.compile(expression);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("filter " + text + ": " + e.getMessage(), e);
        }
    }

    private String name() {
        skipBlanks();
        String name = peek() == '"' ? quoted() : unquotedName();
        skipBlanks();
        return name;
    }

    private String unquotedName() {
        int start = position;
        while (isNameCharacter(peek())) {
            position++;
        }
        if (position == start) {
            throw malformed(
                    "a field's name is expected; quote it if it is not made of letters, digits and underscores");
        }
        return text.substring(start, position);
    }

    private static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }

    private String value(boolean isPattern) {
        char first = peek();
        String value;
        if (first == '"') {
            value = quoted();
        } else if (isPattern && (first == '/' || first == '|')) {
            value = quotedPattern(first);
        } else {
            value = unquotedValue();
        }
        skipBlanks();
        return value;
    }

    private String unquotedValue() {
        int start = position;
        while (!atEnd() && peek() != ',' && !Character.isWhitespace(peek())) {
            position++;
        }
        if (position == start) {
            throw malformed("a value is expected; write \"\" for an empty one");
        }
        return text.substring(start, position);
    }

    /** A regular expression between delimiters: only the delimiter is escaped, all other backslashes are its own. */
    private String quotedPattern(char delimiter) {
        StringBuilder value = new StringBuilder();
        position++;
        while (peekOrFail() != delimiter) {
            if (peek() == '\\' && position + 1 < text.length() && text.charAt(position + 1) == delimiter) {
                position++;
            }
            value.append(text.charAt(position++));
        }
        position++;
        return value.toString();
    }

    /** A string with Go's escapes. */
    private String quoted() {
        StringBuilder value = new StringBuilder();
        position++;
        while (peekOrFail() != '"') {
            char c = text.charAt(position++);
            if (c == '\\') {
                appendEscape(value);
            } else {
                value.append(c);
            }
        }
        position++;
        return value.toString();
    }

    private void appendEscape(StringBuilder value) {
        char escape = peekOrFail();
        position++;
        switch (escape) {
            case '"', '\\', '\'' -> value.append(escape);
            case 'a' -> value.append('\u0007');
            case 'b' -> value.append('\b');
            case 'f' -> value.append('\f');
            case 'n' -> value.append('\n');
            case 'r' -> value.append('\r');
            case 't' -> value.append('\t');
            case 'v' -> value.append('\u000b');
            case 'x' -> value.appendCodePoint(hex(2));
            case 'u' -> value.appendCodePoint(hex(4));
            case 'U' -> value.appendCodePoint(hex(8));
            default -> throw malformed("unknown escape \\" + escape);
        }
    }

    private int hex(int digits) {
        int end = position + digits;
        try {
            int value = Integer.parseInt(text.substring(position, Math.min(end, text.length())), 16);
            if (end > text.length() || !Character.isValidCodePoint(value)) {
                throw malformed(digits + " hexadecimal digits are expected");
            }
            position = end;
            return value;
        } catch (NumberFormatException e) {
            throw malformed(digits + " hexadecimal digits are expected");
        }
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw malformed("'" + wanted + "' is expected");
        }
        position++;
    }

    private void skipBlanks() {
        while (!atEnd() && Character.isWhitespace(peek())) {
            position++;
        }
    }

    private boolean atEnd() {
        return position >= text.length();
    }

    /** The next character, NUL at the end. */
    private char peek() {
        return atEnd() ? '\0' : text.charAt(position);
    }

    private char peekOrFail() {
        if (atEnd()) {
            throw malformed("the closing quote is missing");
        }
        return text.charAt(position);
    }

    private IllegalArgumentException malformed(String problem) {
        return new IllegalArgumentException("filter " + text + ": at " + position + ": " + problem);
    }
}
