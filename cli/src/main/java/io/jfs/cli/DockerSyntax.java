package io.jfs.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What docker's command line takes and picocli does not: {@code -h NAME} for the host name of a container where it
 * means help everywhere else, and {@code --flag=true} for options without a value. Only what stands before an image is
 * looked at, up to the first argument that is no option: then may come the program's own.
 */
final class DockerSyntax {
    private static final Set<String> MAKES_A_CONTAINER = Set.of("run", "create");
    private static final Set<String> FLAGS = Set.of(
            "--rm",
            "--init",
            "--interactive",
            "--tty",
            "--detach",
            "--privileged",
            "--read-only",
            "--oom-kill-disable");

    private DockerSyntax() {}

    /** The same arguments in words that the parser knows. */
    static String[] adapt(String... arguments) {
        List<String> words = List.of(arguments);
        int verb = 0;
        while (verb < words.size() && !MAKES_A_CONTAINER.contains(words.get(verb))) {
            verb++;
        }
        List<String> adapted = new ArrayList<>(words.subList(0, Math.min(verb + 1, words.size())));
        int next = adapted.size();
        boolean value = false;
        for (; next < words.size() && (value || words.get(next).startsWith("-")); next++) {
            String word = words.get(next);
            if (value) {
                // The second word of an option, whatever it looks like.
                adapted.add(word);
                value = false;
            } else {
                value = word.indexOf('=') < 0 && !isFlag(word);
                add(word, adapted);
            }
        }
        adapted.addAll(words.subList(next, words.size()));
        return adapted.toArray(String[]::new);
    }

    private static boolean isFlag(String option) {
        return FLAGS.contains(option) || option.matches("-[itd]+") || option.equals("--help");
    }

    private static void add(String option, List<String> adapted) {
        int equals = option.indexOf('=');
        if (equals < 0 || !FLAGS.contains(option.substring(0, equals))) {
            adapted.add(option.equals("-h") ? "--hostname" : option);
        } else if (!option.endsWith("=false")) {
            adapted.add(option.substring(0, equals));
        }
    }
}
