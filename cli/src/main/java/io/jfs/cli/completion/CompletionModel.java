package io.jfs.cli.completion;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A command as a shell completes it.
 *
 * @param path the words that lead to it, without the program; empty for the program itself
 * @param description one line
 * @param subcommands what may follow, aliases too
 * @param options names with dashes
 * @param argument what a positional argument is
 */
record CompletionModel(
        String path, String description, List<String> subcommands, List<Flag> options, Argument argument) {

    /** An option and what it is for. */
    record Flag(String name, String description) {}

    /** What can be offered for a positional argument. */
    enum Argument {
        /** Names of images. */
        IMAGE,
        /** Names of files. */
        FILE
    }

    /** The program, its commands, and theirs; a command before those within it. */
    static List<CompletionModel> of(CommandSpec program) {
        List<CompletionModel> models = new ArrayList<>();
        collect(program, "", models);
        return models;
    }

    private static void collect(CommandSpec command, String path, List<CompletionModel> models) {
        List<Flag> flags = new ArrayList<>();
        for (OptionSpec option : command.options()) {
            for (String name : option.names()) {
                flags.add(new Flag(name, line(option.description())));
            }
        }
        boolean images = command.positionalParameters().stream()
                .anyMatch(parameter -> parameter.paramLabel().contains("IMAGE"));
        models.add(new CompletionModel(
                path,
                line(command.usageMessage().description()),
                List.copyOf(new TreeSet<>(command.subcommands().keySet())),
                flags,
                images ? Argument.IMAGE : Argument.FILE));
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
}
