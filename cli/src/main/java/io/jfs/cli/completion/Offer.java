package io.jfs.cli.completion;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a shell can offer for an argument or an option's value, and how a shell finds it. */
enum Offer {
    IMAGES("jfs images --format '{{.Repository}}:{{.Tag}}'"),
    SNAPSHOTS("jfs snapshot ls -q -f kind==active -f kind==view"),
    LAYERS("jfs layer ls -q"),
    MOUNTS("jfs mount --format '{{.Path}}'"),
    DRIVERS("jfs driver ls -q"),
    SHELLS("printf '%s\\n' bash zsh fish"),
    LEVELS("printf '%s\\n' error warning info debug"),
    MODES("printf '%s\\n' auto tty plain json quiet"),
    COLORS("printf '%s\\n' auto always never"),
    /** The shell knows how. */
    FILES("");

    private final String command;

    Offer(String command) {
        this.command = command;
    }

    /** Prints one candidate per line; empty for files. */
    String command() {
        return command;
    }

    /** Its name in scripts. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static String labels(Set<Offer> offers, String separator) {
        return offers.stream().map(Offer::label).collect(Collectors.joining(separator));
    }

    /** By what help calls the argument, such as {@code KEY|MOUNT}. A layer's ID is not offered where an image goes. */
    static Set<Offer> of(String label) {
        List<String> words = Arrays.asList(label.split("\\|", -1));
        Set<Offer> offers = EnumSet.noneOf(Offer.class);
        for (String word : words) {
            switch (word) {
                case "IMAGE", "REPOSITORY[:TAG]" -> offers.add(IMAGES);
                case "PARENT" -> offers.addAll(Set.of(IMAGES, SNAPSHOTS));
                case "KEY" -> offers.add(SNAPSHOTS);
                case "MOUNT" -> offers.add(MOUNTS);
                case "DRIVER" -> offers.add(DRIVERS);
                case "SHELL" -> offers.add(SHELLS);
                case "LEVEL" -> offers.add(LEVELS);
                case "MODE" -> offers.add(MODES);
                case "WHEN" -> offers.add(COLORS);
                case "LAYER" -> offers.addAll(words.contains("IMAGE") ? Set.of() : Set.of(LAYERS));
                case "DIR", "FILE", "SOURCE", "TARGET", "DEST" -> offers.add(FILES);
                default -> {}
            }
        }
        return offers;
    }
}
