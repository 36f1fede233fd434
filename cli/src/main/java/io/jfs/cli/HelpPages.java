package io.jfs.cli;

import io.jfs.cli.output.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** How help looks: the commands in parts, and global options only where they belong, at the program itself. */
final class HelpPages {
    private static final int WIDTH = 100;

    private HelpPages() {}

    /** Commands under one title. */
    record Part(String title, List<String> names) {}

    static void install(CommandLine program) {
        program.setUsageHelpWidth(WIDTH);
        program.setColorScheme(Help.defaultColorScheme(Ansi.OFF));
        program.setHelpFactory(OwnOptions::new);
        each(program, HelpPages::words);
        each(
                program,
                command -> command.commandLine()
                        .getHelpSectionMap()
                        .put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, HelpPages::commands));
    }

    private static void words(CommandSpec command) {
        UsageMessageSpec usage = command.usageMessage();
        usage.abbreviateSynopsis(true);
        usage.sortOptions(true);
        usage.headerHeading("");
        usage.synopsisHeading("Usage:  ");
        usage.descriptionHeading("%n");
        usage.parameterListHeading("%nArguments:%n");
        usage.optionListHeading("%nOptions:%n");
        usage.commandListHeading("");
    }

    private static void each(CommandLine command, Consumer<CommandSpec> visitor) {
        visitor.accept(command.getCommandSpec());
        command.getSubcommands().values().forEach(sub -> each(sub, visitor));
    }

    private static String commands(Help help) {
        boolean isProgram = help.commandSpec().parent() == null;
        Map<String, CommandLine> all = help.commandSpec().subcommands();
        List<Part> parts = isProgram ? CommandTable.parts() : List.of(new Part("Commands", names(all)));
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            Table table = new Table(List.of());
            for (String name : part.names()) {
                CommandLine command = all.get(name);
                if (command != null) {
                    table.add(List.of("  " + name, summary(command.getCommandSpec())));
                }
            }
            List<String> lines = table.lines();
            if (!lines.isEmpty()) {
                text.append(part.title())
                        .append(":\n")
                        .append(String.join("\n", lines))
                        .append("\n\n");
            }
        }
        return all.isEmpty() ? "" : "\n" + (isProgram ? text : text.substring(0, text.length() - 1));
    }

    /** Each command once, under its own name. */
    private static List<String> names(Map<String, CommandLine> commands) {
        return commands.entrySet().stream()
                .filter(entry -> entry.getValue().getCommandName().equals(entry.getKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String summary(CommandSpec command) {
        String[] description = command.usageMessage().description();
        String first = description.length == 0 ? "" : description[0];
        int end = first.indexOf(". ");
        return (end < 0 ? first : first.substring(0, end)).replaceAll("[.:]$", "");
    }

    /** Leaves out the options that a command only inherits. */
    private static final class OwnOptions extends Help {
        OwnOptions(CommandSpec command, ColorScheme colors) {
            super(command, colors);
        }

        @Override
        public String optionListHeading(Object... parameters) {
            return own().isEmpty() ? "" : super.optionListHeading(parameters);
        }

        @Override
        public String optionList() {
            List<OptionSpec> own = own();
            Layout layout = createDefaultLayout(own, List.of(), colorScheme());
            layout.addAllOptions(own, parameterLabelRenderer());
            return own.isEmpty() ? "" : layout.toString();
        }

        private List<OptionSpec> own() {
            List<OptionSpec> own = new ArrayList<>();
            for (OptionSpec option : commandSpec().options()) {
                if (!option.inherited() && !option.hidden()) {
                    own.add(option);
                }
            }
            return own;
        }
    }
}
