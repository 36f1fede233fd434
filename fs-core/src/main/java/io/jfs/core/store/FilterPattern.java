package io.jfs.core.store;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;

/**
 * A regular expression of a filter: RE2's language, which has neither back references nor look-around and therefore
 * matches in time proportional to the text. RE2/J bounds one repetition but not their nesting, of which
 * {@code ((a{1000}){1000}){1000}} would fill the memory, nor the depth of groups; Go bounds both, and so does this.
 */
final class FilterPattern {
    /** Bounds the compiled program: characters, each as often as the repetitions around it say. */
    private static final int MAX_SIZE = 10_000;

    private static final int MAX_DEPTH = 100;
    private static final java.util.regex.Pattern REPETITION =
            java.util.regex.Pattern.compile("\\{(\\d{1,4})(,(\\d{0,4}))?}");

    private final Pattern pattern;

    private FilterPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /** @throws IllegalArgumentException if the expression is malformed or too large */
    static FilterPattern compile(String expression) {
        new Sizing(expression).check();
        try {
            return new FilterPattern(Pattern.compile(expression));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    boolean isFoundIn(String text) {
        return pattern.matcher(text).find();
    }

    /** Adds up sizes without parsing more than groups, classes, escapes and repetitions; never too small. */
    private static final class Sizing {
        private final String expression;
        private final Deque<Long> outer = new ArrayDeque<>();
        private long group;
        private long last;

        Sizing(String expression) {
            this.expression = expression;
        }

        void check() {
            Matcher repetition = REPETITION.matcher(expression);
            for (int at = 0; at < expression.length(); ) {
                if (repetition.region(at, expression.length()).lookingAt()) {
                    repeat(repetition.group(1), repetition.group(3));
                    at = repetition.end();
                } else {
                    at = step(at);
                }
                if (group + last > MAX_SIZE) {
                    throw tooLarge("more than " + MAX_SIZE + " characters with what repeats");
                }
            }
        }

        private void repeat(String least, String most) {
            long times = Long.parseLong(most == null || most.isEmpty() ? least : most);
            last *= Math.max(1, times);
        }

        private int step(int at) {
            char c = expression.charAt(at);
            switch (c) {
                case '(' -> {
                    outer.push(group + last);
                    if (outer.size() > MAX_DEPTH) {
                        throw tooLarge("groups nest deeper than " + MAX_DEPTH);
                    }
                    group = 0;
                    last = 1;
                }
                case ')' -> {
                    last += group;
                    group = outer.isEmpty() ? 0 : outer.pop();
                }
                case '[' -> {
                    atom();
                    return endOfClass(at);
                }
                case '\\' -> {
                    return endOfEscape(at);
                }
                default -> atom();
            }
            return at + 1;
        }

        private void atom() {
            group += last;
            last = 1;
        }

        /** What stands between {@code \Q} and {@code \E} is plain text. */
        private int endOfEscape(int start) {
            atom();
            if (!expression.startsWith("\\Q", start)) {
                return start + 2;
            }
            int end = expression.indexOf("\\E", start + 2);
            int after = end < 0 ? expression.length() : end;
            group += after - start;
            return after + 2;
        }

        /** A bracket right at the start stands for itself; so does what is escaped. */
        private int endOfClass(int start) {
            int at = start + 1;
            at += expression.startsWith("^", at) ? 1 : 0;
            at += expression.startsWith("]", at) ? 1 : 0;
            while (at < expression.length() && expression.charAt(at) != ']') {
                int named = expression.startsWith("[:", at) ? expression.indexOf(":]", at + 2) : -1;
                at = named >= 0 ? named + 2 : at + (expression.charAt(at) == '\\' ? 2 : 1);
            }
            return at + 1;
        }

        private IllegalArgumentException tooLarge(String reason) {
            return new IllegalArgumentException("the regular expression is too large: " + reason);
        }
    }
}
