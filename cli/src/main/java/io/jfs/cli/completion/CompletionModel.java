package io.jfs.cli.completion;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A command as a shell completes it.
 *
 * @param path the words that lead to it, without the program; empty for the program itself
 * @param description one line
 * @param subcommands what may follow, aliases too
 * @param options names with dashes
 * @param offers what its arguments may be
 */
record CompletionModel(
        String path, String description, List<String> subcommands, List<Flag> options, Set<Offer> offers) {

    /**
     * An option.
     *
     * @param takesValue whether the next word is its value
     * @param offers what the value may be
     */
    record Flag(String name, String description, boolean takesValue, Set<Offer> offers) {}

    /** The program, its commands, and theirs; a command before those within it. */
    static List<CompletionModel> of(CommandSpec program) {
        List<CompletionModel> models = new ArrayList<>();
        collect(program, "", models);
        return models;
    }

    private static void collect(CommandSpec command, String path, List<CompletionModel> models) {
        List<Flag> flags = new ArrayList<>();
        for (OptionSpec option : command.options()) {
            boolean takesValue = option.arity().min() > 0;
            Set<Offer> offers = takesValue ? Offer.of(option.paramLabel()) : Set.of();
            for (String name : option.names()) {
                flags.add(new Flag(name, line(option.description()), takesValue, offers));
            }
        }
        Set<Offer> offers = EnumSet.noneOf(Offer.class);
        for (PositionalParamSpec argument : command.positionalParameters()) {
            offers.addAll(Offer.of(argument.paramLabel()));
        }
        models.add(new CompletionModel(
                path,
                line(command.usageMessage().description()),
                List.copyOf(new TreeSet<>(command.subcommands().keySet())),
                flags,
                offers));
        for (var subcommand : command.subcommands().entrySet()) {
            CommandLine line = subcommand.getValue();
            String words = path.isEmpty() ? subcommand.getKey() : path + " " + subcommand.getKey();
            collect(line.getCommandSpec(), words, models);
        }
    }

    /** The first sentence. */
    private static String line(String[] description) {
        String first = description.length == 0 ? "" : description[0];
        int end = first.indexOf(". ");
        return (end < 0 ? first : first.substring(0, end)).replaceAll("\\.$", "");
    }

    /** A command as a shell's pattern list: every path there is, quoted. */
    static String paths(List<CompletionModel> models) {
        return models.stream()
                .map(CompletionModel::path)
                .filter(path -> !path.isEmpty())
                .map(path -> '"' + path + '"')
                .collect(Collectors.joining("|"));
    }

    /** Options of the program itself that take a value, as a pattern list. */
    static String valued(List<CompletionModel> models) {
        return models.getFirst().options().stream()
                .filter(Flag::takesValue)
                .map(Flag::name)
                .collect(Collectors.joining("|"));
    }

    /** {@code NAME:KIND+KIND} for each option with a value. */
    String values() {
        return options.stream()
                .filter(Flag::takesValue)
                .map(flag -> flag.name() + ":" + Offer.labels(flag.offers(), "+"))
                .collect(Collectors.joining(" "));
    }

    /** What the description of a command says, by its path. */
    static String description(List<CompletionModel> models, String path) {
        return models.stream()
                .filter(model -> model.path().equals(path))
                .map(CompletionModel::description)
                .findFirst()
                .orElse("");
    }

    /** The path of a subcommand. */
    String below(String subcommand) {
        return path.isEmpty() ? subcommand : path + " " + subcommand;
    }

    /** For a shell, between single quotes. */
    static String quoted(String text) {
        return "'" + text.replace("'", "’") + "'";
    }
}
