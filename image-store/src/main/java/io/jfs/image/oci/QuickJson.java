package io.jfs.image.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads plain documents: valid, of ASCII, numbers whole and below 10^18. All others, the wrong ones among them, are
 * left to Jackson's parser.
 *
 * <p>That parser needs {@link java.math.BigDecimal}, which in JDK 25 computes 5^65536 when it is first touched: 20 ms
 * of each command that reads a document.
 */
final class QuickJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MAX_DIGITS = 18;
    private static final int MAX_NAME = 1024;
    private static final int END = -1;

    private final byte[] text;
    private final int maxDepth;
    private int at;

    private QuickJson(byte[] text, int maxDepth) {
        this.text = text;
        this.maxDepth = maxDepth;
    }

    /** The document; empty if it is not plain, or has deeper values. */
    static Optional<JsonNode> read(byte[] text, int maxDepth) {
        QuickJson reader = new QuickJson(text, maxDepth);
        JsonNode document = reader.value(0);
        return document != null && reader.next() == END ? Optional.of(document) : Optional.empty();
    }

    // The next byte that is no blank, which stays; END at the end.
    private int next() {
        while (at < text.length) {
            byte b = text[at];
            if (b != ' ' && b != '\n' && b != '\t' && b != '\r') {
                return b & 0xff;
            }
            at++;
        }
        return END;
    }

    private boolean skip(char wanted) {
        if (next() != wanted) {
            return false;
        }
        at++;
        return true;
    }

    // This and all that it calls return null for what is not plain.
    private @Nullable JsonNode value(int depth) {
        int first = next();
        return switch (first) {
            case '{' -> depth < maxDepth ? object(depth + 1) : null;
            case '[' -> depth < maxDepth ? array(depth + 1) : null;
            case '"' -> {
                String string = string();
                yield string == null ? null : NODES.textNode(string);
            }
            case 't' -> word("true") ? NODES.booleanNode(true) : null;
            case 'f' -> word("false") ? NODES.booleanNode(false) : null;
            case 'n' -> word("null") ? NODES.nullNode() : null;
            default -> first == '-' || isDigit(first) ? number() : null;
        };
    }

    private @Nullable ObjectNode object(int depth) {
        at++;
        ObjectNode object = NODES.objectNode();
        if (skip('}')) {
            return object;
        }
        do {
            String name = next() == '"' ? string() : null;
            if (name == null || name.length() > MAX_NAME || object.has(name) || !skip(':')) {
                return null;
            }
            JsonNode value = value(depth);
            if (value == null) {
                return null;
            }
            object.set(name, value);
        } while (skip(','));
        return skip('}') ? object : null;
    }

    private @Nullable ArrayNode array(int depth) {
        at++;
        ArrayNode array = NODES.arrayNode();
        if (skip(']')) {
            return array;
        }
        do {
            JsonNode value = value(depth);
            if (value == null) {
                return null;
            }
            array.add(value);
        } while (skip(','));
        return skip(']') ? array : null;
    }

    private boolean word(String word) {
        for (int i = 0; i < word.length(); i++, at++) {
            if (at == text.length || text[at] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private @Nullable JsonNode number() {
        boolean negative = text[at] == '-';
        at += negative ? 1 : 0;
        int start = at;
        long value = 0;
        while (at < text.length && isDigit(text[at]) && at - start <= MAX_DIGITS) {
            value = value * 10 + (text[at++] - '0');
        }
        int digits = at - start;
        boolean plain = digits > 0 && digits <= MAX_DIGITS && (text[start] != '0' || (digits == 1 && !negative));
        if (!plain || (at < text.length && isPartOfNumber(text[at]))) {
            return null;
        }
        long signed = negative ? -value : value;
        return (int) signed == signed ? NODES.numberNode((int) signed) : NODES.numberNode(signed);
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isPartOfNumber(byte b) {
        return b == '.' || b == 'e' || b == 'E';
    }

    private @Nullable String string() {
        int start = ++at;
        while (at < text.length && text[at] >= ' ' && text[at] != '"' && text[at] != '\\') {
            at++;
        }
        if (at < text.length && text[at] == '\\') {
            return escaped(start);
        }
        return closed(new String(text, start, at - start, StandardCharsets.US_ASCII));
    }

    private @Nullable String closed(String string) {
        return at < text.length && text[at++] == '"' ? string : null;
    }

    private @Nullable String escaped(int start) {
        StringBuilder string = new StringBuilder();
        at = start;
        while (at < text.length && text[at] >= ' ' && text[at] != '"') {
            char c = (char) text[at++];
            if (c == '\\') {
                int meant = at < text.length ? escape(text[at++]) : END;
                if (meant == END) {
                    return null;
                }
                c = (char) meant;
            }
            string.append(c);
        }
        return closed(string.toString());
    }

    private int escape(byte letter) {
        return switch (letter) {
            case '"', '\\', '/' -> letter;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unit();
            default -> END;
        };
    }

    private int unit() {
        int unit = 0;
        for (int end = at + 4; at < end; at++) {
            int digit = at < text.length && text[at] > 0 ? Character.digit((char) text[at], 16) : -1;
            if (digit < 0) {
                return END;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }
}
