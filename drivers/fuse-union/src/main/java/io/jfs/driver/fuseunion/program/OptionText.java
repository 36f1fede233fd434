package io.jfs.driver.fuseunion.program;

import java.util.ArrayList;
import java.util.List;

/**
 * Lists in option text: a backslash before a separator or a backslash takes its meaning away, before anything else it
 * stands for itself.
 */
final class OptionText {
    private static final char ESCAPE = '\\';
    private static final String ESCAPABLE = ",:\\";

    private OptionText() {}

    /** The parts between separators that are not escaped, without the empty ones; still escaped. */
    static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == separator) {
                if (i > start) {
                    parts.add(text.substring(start, i));
                }
                start = i + 1;
            } else if (isEscape(text, i)) {
                i++;
            }
        }
        return parts;
    }

    /** The text that is meant. */
    static String unescape(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (isEscape(text, i)) {
                i++;
            }
            plain.append(text.charAt(i));
        }
        return plain.toString();
    }

    private static boolean isEscape(String text, int at) {
        return text.charAt(at) == ESCAPE && at + 1 < text.length() && ESCAPABLE.indexOf(text.charAt(at + 1)) >= 0;
    }
}
