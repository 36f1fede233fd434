package io.jfs.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Words for arguments that do not parse, with what was perhaps meant. */
final class UsageMessages {
    /** More typing errors than this are no longer a near miss. */
    private static final int NEAR = 2;

    private UsageMessages() {}

    static String of(ParameterException failure) {
        CommandSpec command = failure.getCommandLine().getCommandSpec();
        if (failure instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String argument = unmatched.getUnmatched().getFirst();
            if (argument.startsWith("-") && argument.length() > 1) {
                return "unknown option: " + argument + suggestion(argument, optionNames(command));
            }
            if (!command.subcommands().isEmpty()) {
                return "'" + argument + "' is not a " + command.qualifiedName() + " command"
                        + suggestion(argument, List.copyOf(command.subcommands().keySet()));
            }
            return "too many arguments: " + String.join(" ", unmatched.getUnmatched());
        }
        String message = String.valueOf(failure.getMessage());
        int end = message.indexOf('\n');
        String line = lowerCaseChoices(end < 0 ? message : message.substring(0, end));
        line = line.replace("option option", "option");
        return line.substring(0, 1).toLowerCase(Locale.ROOT) + line.substring(1);
    }

    /** Choices are typed in lower case, whatever their names in the code are. */
    private static String lowerCaseChoices(String message) {
        Matcher choices =
                Pattern.compile("\\[([A-Z, ]+)] \\(case-insensitive\\)").matcher(message);
        return choices.replaceAll(found -> found.group(1).toLowerCase(Locale.ROOT));
    }

    private static String suggestion(String typed, List<String> candidates) {
        List<String> near = candidates.stream()
                .filter(candidate -> distance(typed, candidate) <= Math.min(NEAR, candidate.length() / 2))
                .sorted()
                .toList();
        return near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
    }

    private static List<String> optionNames(CommandSpec command) {
        List<String> names = new ArrayList<>();
        command.options().forEach(option -> names.addAll(List.of(option.names())));
        return names;
    }

    /** How many letters must be changed, added or left out (Levenshtein). */
    static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(change, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
