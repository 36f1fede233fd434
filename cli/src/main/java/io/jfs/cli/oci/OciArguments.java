package io.jfs.cli.oci;

import io.jfs.cli.session.UsageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Options and operands of one verb. Options are {@code --name value}, {@code --name=value} or {@code -n value}; they
 * end at {@code --}, or at the first operand where what follows is a command.
 */
final class OciArguments {
    private final Map<String, List<String>> values = new HashMap<>();
    private final List<String> operands = new ArrayList<>();

    /**
     * The options that there are.
     *
     * @param flags options without a value
     * @param valued options with one
     * @param aliases other names, with the option that they mean
     * @param operandsFirst after how many operands all the rest are operands; -1 for never
     */
    record Syntax(Set<String> flags, Set<String> valued, Map<String, String> aliases, int operandsFirst) {}

    private OciArguments() {}

    static OciArguments parse(Syntax syntax, List<String> words) throws UsageException {
        OciArguments parsed = new OciArguments();
        int i = 0;
        while (i < words.size()) {
            String word = words.get(i);
            boolean full = syntax.operandsFirst >= 0 && parsed.operands.size() >= syntax.operandsFirst;
            if (word.equals("--") && !full) {
                parsed.operands.addAll(words.subList(i + 1, words.size()));
                break;
            }
            if (full || !word.startsWith("-") || word.equals("-")) {
                parsed.operands.add(word);
                i++;
            } else {
                i += parsed.option(syntax, word, words.subList(i + 1, words.size()));
            }
        }
        return parsed;
    }

    /** How many words it took. */
    private int option(Syntax syntax, String word, List<String> rest) throws UsageException {
        int equals = word.indexOf('=');
        String typed = equals < 0 ? word : word.substring(0, equals);
        String bare = typed.replaceFirst("^--?", "");
        String name = syntax.aliases.getOrDefault(bare, bare);
        if (syntax.flags.contains(name)) {
            put(name, equals < 0 ? "true" : word.substring(equals + 1));
            return 1;
        }
        if (!syntax.valued.contains(name)) {
            throw new UsageException("unknown option " + typed);
        }
        if (equals >= 0) {
            put(name, word.substring(equals + 1));
            return 1;
        }
        if (rest.isEmpty()) {
            throw new UsageException("option " + typed + " needs a value");
        }
        put(name, rest.getFirst());
        return 2;
    }

    private void put(String name, String value) {
        values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }

    boolean has(String flag) {
        List<String> given = values.getOrDefault(flag, List.of());
        return !given.isEmpty() && !given.getLast().equals("false");
    }

    Optional<String> value(String option) {
        List<String> given = values.getOrDefault(option, List.of());
        return given.isEmpty() ? Optional.empty() : Optional.of(given.getLast());
    }

    List<String> all(String option) {
        return values.getOrDefault(option, List.of());
    }

    List<String> operands() {
        return operands;
    }

    /** A whole number. */
    Optional<Long> number(String option) throws UsageException {
        Optional<String> text = value(option);
        try {
            return text.map(Long::parseLong);
        } catch (NumberFormatException _) {
            throw new UsageException("--" + option + " " + text.orElse("") + ": not a number");
        }
    }
}
