package io.jfs.driver.fuseunion.program;

import java.util.ArrayList;
import java.util.List;

/**
 * The words of a command line, sorted. Options and operands come in any order: {@code -o OPTIONS MOUNTPOINT} as podman
 * calls a mount program, {@code SOURCE MOUNTPOINT -o OPTIONS} as mount(8) and mount.fuse3 call a helper.
 *
 * @param helper whether mount(8) called it
 * @param options each {@code -o} option in order, still escaped: {@code name} or {@code name=value}
 * @param operands the words that are no options; the last is the mountpoint
 * @param foreground {@code -f}, or implied by {@code -d}
 * @param debug {@code -d}
 * @param pretend the {@code -f} of mount(8): everything but mounting
 * @param unknown options that nobody knows
 */
record CommandLine(
        boolean helper,
        List<String> options,
        List<String> operands,
        boolean foreground,
        boolean debug,
        boolean help,
        boolean version,
        boolean pretend,
        List<String> unknown) {

    CommandLine {
        options = List.copyOf(options);
        operands = List.copyOf(operands);
        unknown = List.copyOf(unknown);
    }

    /**
     * Sorts the words.
     *
     * @param program the name that the program was called by; {@code mount.*} has the options of a mount(8) helper
     * @throws ProgramException if a word is missing
     */
    static CommandLine parse(String program, List<String> words) throws ProgramException {
        return new Sorting(program.startsWith("mount.")).sort(words);
    }

    private static final class Sorting {
        private final boolean helper;
        private final List<String> options = new ArrayList<>();
        private final List<String> operands = new ArrayList<>();
        private final List<String> unknown = new ArrayList<>();
        private boolean foreground;
        private boolean debug;
        private boolean help;
        private boolean version;
        private boolean pretend;

        Sorting(boolean helper) {
            this.helper = helper;
        }

        CommandLine sort(List<String> words) throws ProgramException {
            int next = 0;
            while (next < words.size()) {
                String word = words.get(next++);
                if (word.equals("--")) {
                    operands.addAll(words.subList(next, words.size()));
                    break;
                } else if (word.startsWith("--")) {
                    longOption(word);
                } else if (word.length() < 2 || word.charAt(0) != '-') {
                    operands.add(word);
                } else if (takesValue(word)) {
                    if (word.length() == 2 && next == words.size()) {
                        throw new ProgramException(word + " needs a value");
                    }
                    value(word.charAt(1), word.length() > 2 ? word.substring(2) : words.get(next++));
                } else {
                    flags(word);
                }
            }
            return new CommandLine(
                    helper, options, operands, foreground || debug, debug, help, version, pretend, unknown);
        }

        private boolean takesValue(String word) {
            char letter = word.charAt(1);
            return letter == 'o' || (helper && (letter == 't' || letter == 'N'));
        }

        private void value(char letter, String value) {
            if (letter == 'o') {
                options.addAll(OptionText.split(value, ','));
            }
        }

        private void longOption(String word) {
            switch (word) {
                case "--help" -> help = true;
                case "--version" -> version = true;
                case "--debug" -> debug = true;
                default -> unknown.add(word);
            }
        }

        private void flags(String word) {
            for (int i = 1; i < word.length(); i++) {
                switch (word.charAt(i)) {
                    case 'f' -> {
                        if (helper) {
                            pretend = true;
                        } else {
                            foreground = true;
                        }
                    }
                    case 'd' -> debug = true;
                    case 'h' -> help = true;
                    case 'V' -> version = true;
                    case 's', 'n', 'v' -> {} // libfuse: one thread; mount(8): tolerant, no mtab, verbose
                    default -> unknown.add("-" + word.charAt(i));
                }
            }
        }
    }
}
