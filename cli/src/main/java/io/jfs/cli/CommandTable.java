package io.jfs.cli;

import io.jfs.cli.backend.BackendCommands;
import io.jfs.cli.bench.BenchCommands;
import io.jfs.cli.command.Group;
import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.completion.CompletionCommand;
import io.jfs.cli.container.ContainerCommands;
import io.jfs.cli.demo.DemoCommand;
import io.jfs.cli.image.ImageCommands;
import io.jfs.cli.look.LookCommands;
import io.jfs.cli.mount.MountCommands;
import io.jfs.cli.oci.OciGroup;
import io.jfs.cli.serve.ServeCommand;
import io.jfs.cli.session.GlobalOptions;
import io.jfs.cli.session.Session;
import io.jfs.cli.snapshot.SnapshotCommands;
import io.jfs.cli.system.SystemCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * All commands. Only those that a command line needs are made: picocli reflects on every command it is given, which is
 * most of the time that a small command takes.
 */
final class CommandTable {
    /** The command whose arguments after {@code --} are a command of their own; in a group, too. */
    private static final String RUNS_A_COMMAND = "mount";

    /** Needs all the others. */
    private static final String COMPLETION = "completion";

    /** Global options that take the next argument as their value. */
    private static final Set<String> WITH_VALUE = Set.of(
            "--root",
            "--runroot",
            "--driver",
            "--storage-driver",
            "--storage-opt",
            "--config",
            "--log-level",
            "--progress",
            "--color");

    private CommandTable() {}

    /** A command or a group of commands, by the name that is typed. */
    private interface Entry {
        String name();

        List<String> aliases();

        CommandLine parser(Session session);
    }

    private record Leaf(String name, List<String> aliases, Function<Session, JfsCommand> maker) implements Entry {
        @Override
        public CommandLine parser(Session session) {
            JfsCommand command = maker.apply(session);
            CommandLine parser = new CommandLine(command);
            return command.stopsAtPositional() ? parser.setStopAtPositional(true) : parser;
        }
    }

    private record Noun(String name, List<String> aliases, String description, List<Leaf> verbs) implements Entry {
        @Override
        public CommandLine parser(Session session) {
            CommandLine group = new CommandLine(new Group());
            UsageMessageSpec usage = group.getCommandSpec().usageMessage();
            usage.description(description + ".");
            usage.footer(
                    "", "Example:", "  jfs " + name + " " + verbs.getFirst().name());
            verbs.forEach(verb -> add(group, verb, session));
            return group;
        }
    }

    /**
     * A part of the help.
     *
     * @param title stands above it
     */
    private record Section(String title, List<Entry> entries) {}

    private static final List<Section> SECTIONS = List.of(
            new Section(
                    "Images",
                    List.of(
                            leaf("load", ImageCommands::load),
                            leaf("save", ImageCommands::save),
                            leaf("import", ImageCommands::importTar),
                            leaf("images", ImageCommands::images),
                            leaf("inspect", ContainerCommands::inspectAny),
                            leaf("history", ImageCommands::history),
                            leaf("tag", ImageCommands::tag),
                            leaf("untag", ImageCommands::untag),
                            leaf("rmi", ImageCommands::remove))),
            new Section(
                    "Look inside, without mounting",
                    List.of(
                            leaf("ls", LookCommands::ls),
                            leaf("tree", LookCommands::tree),
                            leaf("cat", LookCommands::cat),
                            leaf("which", LookCommands::which),
                            leaf("extract", LookCommands::extract))),
            new Section(
                    "Run containers",
                    List.of(
                            leaf("run", ContainerCommands::run),
                            leaf("create", ContainerCommands::create),
                            leaf("start", ContainerCommands::start),
                            leaf("stop", ContainerCommands::stop),
                            leaf("restart", ContainerCommands::restart),
                            leaf("kill", ContainerCommands::kill),
                            leaf("pause", ContainerCommands::pause),
                            leaf("unpause", ContainerCommands::unpause),
                            leaf("exec", ContainerCommands::exec),
                            leaf("attach", ContainerCommands::attach),
                            leaf("logs", ContainerCommands::logs),
                            leaf("wait", ContainerCommands::waitFor),
                            leaf("ps", ContainerCommands::list),
                            leaf("rm", ContainerCommands::remove),
                            leaf("rename", ContainerCommands::rename),
                            leaf("cp", ContainerCommands::copy),
                            leaf("export", ContainerCommands::export),
                            leaf("stats", ContainerCommands::stats),
                            leaf("top", ContainerCommands::top),
                            leaf("update", ContainerCommands::update),
                            leaf("port", ContainerCommands::port))),
            new Section(
                    "Mount, change, commit",
                    List.of(
                            leaf("mount", MountCommands::mount),
                            leaf("umount", MountCommands::umount, "unmount"),
                            leaf("diff", SnapshotCommands::diff),
                            leaf("commit", SnapshotCommands::commit))),
            new Section(
                    "Groups",
                    List.of(
                            noun(
                                    "image",
                                    "Everything about images",
                                    leaf("ls", ImageCommands::images, "list"),
                                    leaf("rm", ImageCommands::remove, "remove"),
                                    leaf("tree", ImageCommands::layers),
                                    leaf("prune", ImageCommands::prune),
                                    leaf("load", ImageCommands::load),
                                    leaf("save", ImageCommands::save),
                                    leaf("import", ImageCommands::importTar),
                                    leaf("inspect", ImageCommands::inspect),
                                    leaf("history", ImageCommands::history),
                                    leaf("tag", ImageCommands::tag),
                                    leaf("untag", ImageCommands::untag),
                                    leaf("mount", MountCommands::mount),
                                    leaf("umount", MountCommands::umount, "unmount")),
                            noun(
                                    "container",
                                    "Everything about containers",
                                    leaf("ls", ContainerCommands::list, "list", "ps"),
                                    leaf("run", ContainerCommands::run),
                                    leaf("create", ContainerCommands::create),
                                    leaf("start", ContainerCommands::start),
                                    leaf("stop", ContainerCommands::stop),
                                    leaf("restart", ContainerCommands::restart),
                                    leaf("kill", ContainerCommands::kill),
                                    leaf("pause", ContainerCommands::pause),
                                    leaf("unpause", ContainerCommands::unpause),
                                    leaf("exec", ContainerCommands::exec),
                                    leaf("attach", ContainerCommands::attach),
                                    leaf("logs", ContainerCommands::logs),
                                    leaf("wait", ContainerCommands::waitFor),
                                    leaf("inspect", ContainerCommands::inspect),
                                    leaf("rm", ContainerCommands::remove, "remove"),
                                    leaf("rename", ContainerCommands::rename),
                                    leaf("diff", SnapshotCommands::diff),
                                    leaf("commit", SnapshotCommands::commit),
                                    leaf("cp", ContainerCommands::copy),
                                    leaf("export", ContainerCommands::export),
                                    leaf("stats", ContainerCommands::stats),
                                    leaf("top", ContainerCommands::top),
                                    leaf("update", ContainerCommands::update),
                                    leaf("port", ContainerCommands::port),
                                    leaf("prune", ContainerCommands::prune),
                                    leaf("ended", ContainerCommands::ended)),
                            noun(
                                    "snapshot",
                                    "Snapshots, with containerd's verbs",
                                    leaf("ls", SnapshotCommands::ls, "list"),
                                    leaf("prepare", SnapshotCommands::prepare),
                                    leaf("view", SnapshotCommands::view),
                                    leaf("commit", SnapshotCommands::commitSnapshot),
                                    leaf("mounts", SnapshotCommands::mounts),
                                    leaf("diff", SnapshotCommands::diffSnapshot),
                                    leaf("usage", SnapshotCommands::usage),
                                    leaf("rm", SnapshotCommands::remove, "remove"),
                                    leaf("tree", SnapshotCommands::tree)),
                            noun(
                                    "layer",
                                    "Unpacked layers",
                                    leaf("ls", SnapshotCommands::layers, "list"),
                                    leaf("diff", SnapshotCommands::diffLayer),
                                    leaf("usage", SnapshotCommands::layerUsage)),
                            noun(
                                    "bench",
                                    "Compare drivers",
                                    leaf("run", BenchCommands::run),
                                    leaf("ls", BenchCommands::ls, "list"),
                                    leaf("compare", BenchCommands::compare),
                                    leaf("report", BenchCommands::report),
                                    leaf("env", BenchCommands::env),
                                    leaf("micro", BenchCommands::micro)),
                            noun(
                                    "driver",
                                    "Storage drivers",
                                    leaf("ls", SystemCommands::drivers, "list"),
                                    leaf("init", SystemCommands::initDriver)),
                            noun(
                                    "system",
                                    "The store as a whole",
                                    leaf("df", SystemCommands::df),
                                    leaf("prune", SystemCommands::prune),
                                    leaf("check", SystemCommands::check),
                                    leaf("migrate", SystemCommands::migrate),
                                    leaf("info", SystemCommands::info)))),
            new Section(
                    "For other runtimes",
                    List.of(
                            leaf("serve", ServeCommand::new),
                            noun(
                                    "backend",
                                    "What other runtimes need to use jfs",
                                    leaf("containerd", BackendCommands::containerd),
                                    leaf("podman", BackendCommands::podman)))),
            new Section(
                    "jfs itself",
                    List.of(
                            leaf("demo", session -> new DemoCommand(session, Jfs::run)),
                            leaf("oci", OciGroup::new),
                            leaf("info", SystemCommands::info),
                            leaf("version", SystemCommands::version),
                            leaf(COMPLETION, CompletionCommand::new))));

    private static Leaf leaf(String name, Function<Session, JfsCommand> maker, String... aliases) {
        return new Leaf(name, List.of(aliases), maker);
    }

    private static Noun noun(String name, String description, Leaf... verbs) {
        return new Noun(name, List.of(), description, List.of(verbs));
    }

    /** The parser, with those commands which these arguments can reach. */
    static CommandLine commandLine(Session session, GlobalOptions options, String... arguments) {
        Optional<String> only = find(name(arguments)).map(Entry::name).filter(name -> !name.equals(COMPLETION));
        CommandLine program = new CommandLine(options);
        for (Section section : SECTIONS) {
            for (Entry entry : section.entries()) {
                if (only.isEmpty() || only.get().equals(entry.name())) {
                    add(program, entry, session);
                }
            }
        }
        program.setCaseInsensitiveEnumValuesAllowed(true);
        program.setExpandAtFiles(false);
        program.setAbbreviatedOptionsAllowed(false);
        HelpPages.install(program);
        return program;
    }

    private static void add(CommandLine parent, Entry entry, Session session) {
        String[] aliases = entry.aliases().toArray(String[]::new);
        parent.addSubcommand(entry.name(), entry.parser(session), aliases);
    }

    /** Whether what follows a {@code --} after these arguments is a command to run. */
    static boolean runsACommand(String... arguments) {
        List<String> words = words(arguments);
        int verb = words.size() > 1 && find(words.getFirst()).orElse(null) instanceof Noun ? 1 : 0;
        return words.size() > verb && words.get(verb).equals(RUNS_A_COMMAND);
    }

    /** The first argument that is no option and no option's value; empty if there is none. */
    static String name(String... arguments) {
        return words(arguments).stream().findFirst().orElse("");
    }

    private static List<String> words(String... arguments) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            if (WITH_VALUE.contains(arguments[i])) {
                i++;
            } else if (!arguments[i].startsWith("-")) {
                words.add(arguments[i]);
            }
        }
        return words;
    }

    private static Optional<Entry> find(String name) {
        return SECTIONS.stream()
                .flatMap(section -> section.entries().stream())
                .filter(entry -> entry.name().equals(name) || entry.aliases().contains(name))
                .findFirst();
    }

    /** The names in each part of the help, in order. */
    static List<HelpPages.Part> parts() {
        List<HelpPages.Part> parts = new ArrayList<>();
        for (Section section : SECTIONS) {
            parts.add(new HelpPages.Part(
                    section.title(), section.entries().stream().map(Entry::name).toList()));
        }
        return parts;
    }
}
