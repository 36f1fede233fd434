package io.jfs.cli.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the part of TOML 1.0 that a file of settings needs: {@code key = "text"}, {@code key = 'text as it is'},
 * {@code key = ["text", …]} over one or more lines, and comments. Used once.
 */
final class Toml {
    private static final int END = -1;

    private final String text;
    private int position;
    private int line = 1;

    private Toml(String text) {
        this.text = text;
    }

    /**
     * A value and where it stands.
     *
     * @param texts one, or the items of an array
     * @param line from 1
     */
    record Value(List<String> texts, boolean isArray, int line) {}

    /** What a file cannot be read for; the message begins with the line. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1;

        MalformedException(int line, String problem) {
            super("line " + line + ": " + problem);
        }
    }

    /** The values by their keys, in the order of the text. */
    static Map<String, Value> parse(String text) throws MalformedException {
        return new Toml(text).parse();
    }

    private Map<String, Value> parse() throws MalformedException {
        Map<String, Value> values = new LinkedHashMap<>();
        for (skipBlankLines(); peek() != END; skipBlankLines()) {
            int start = line;
            String key = key();
            expect('=', "'=' after " + key);
            Value value = value(start);
            if (values.putIfAbsent(key, value) != null) {
                throw new MalformedException(start, key + " is set twice");
            }
            skipBlanksAndComment();
            if (peek() != END && peek() != '\n') {
                throw malformed("the end of the line");
            }
        }
        return values;
    }

    private String key() throws MalformedException {
        int start = position;
        while (isKeyCharacter(peek())) {
            position++;
        }
        if (position == start) {
            throw malformed("a key, such as storage_driver = \"vfs\",");
        }
        String key = text.substring(start, position);
        skipBlanks();
        return key;
    }

    private static boolean isKeyCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }

    private Value value(int start) throws MalformedException {
        skipBlanks();
        if (peek() != '[') {
            return new Value(List.of(string()), false, start);
        }
        position++;
        List<String> items = new ArrayList<>();
        for (skipBlankLines(); peek() != ']'; skipBlankLines()) {
            items.add(string());
            skipBlankLines();
            if (peek() != ']') {
                expect(',', "',' or ']'");
            }
        }
        position++;
        return new Value(List.copyOf(items), true, start);
    }

    private String string() throws MalformedException {
        int quote = peek();
        if (quote != '"' && quote != '\'') {
            throw malformed("a text in quotes");
        }
        StringBuilder value = new StringBuilder();
        position++;
        while (peek() != quote) {
            if (peek() == END || peek() == '\n') {
                throw malformed("the closing quote");
            }
            char c = text.charAt(position++);
            value.append(c == '\\' && quote == '"' ? escape() : String.valueOf(c));
        }
        position++;
        return value.toString();
    }

    private String escape() throws MalformedException {
        int c = peek();
        position++;
        return switch (c) {
            case '"' -> "\"";
            case '\\' -> "\\";
            case 't' -> "\t";
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 'u' -> codePoint(4);
            case 'U' -> codePoint(8);
            default -> throw malformed("after \\ one of \\ \" t n r u U");
        };
    }

    private String codePoint(int digits) throws MalformedException {
        String hex = text.substring(position, Math.min(position + digits, text.length()));
        int code = hex.matches("[0-9A-Fa-f]{" + digits + "}") ? Integer.parseUnsignedInt(hex, 16) : -1;
        if (!Character.isValidCodePoint(code) || Character.getType(code) == Character.SURROGATE) {
            throw malformed(digits + " hexadecimal digits of a character");
        }
        position += digits;
        return Character.toString(code);
    }

    private void expect(char wanted, String words) throws MalformedException {
        if (peek() != wanted) {
            throw malformed(words);
        }
        position++;
    }

    private void skipBlankLines() {
        skipBlanksAndComment();
        while (peek() == '\n') {
            position++;
            line++;
            skipBlanksAndComment();
        }
    }

    private void skipBlanksAndComment() {
        skipBlanks();
        if (peek() == '#') {
            while (peek() != '\n' && peek() != END) {
                position++;
            }
        }
    }

    private void skipBlanks() {
        while (peek() == ' ' || peek() == '\t' || peek() == '\r') {
            position++;
        }
    }

    private int peek() {
        return position < text.length() ? text.charAt(position) : END;
    }

    private MalformedException malformed(String expected) {
        return new MalformedException(line, expected + " is expected");
    }
}
