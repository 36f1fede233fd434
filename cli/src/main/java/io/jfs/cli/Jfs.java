package io.jfs.cli;

import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.container.ContainerRehearsal;
import io.jfs.cli.container.QuickRun;
import io.jfs.cli.log.LogLevel;
import io.jfs.cli.oci.OciMain;
import io.jfs.cli.output.TemplateException;
import io.jfs.cli.session.CommandException;
import io.jfs.cli.session.Environment;
import io.jfs.cli.session.ExitCode;
import io.jfs.cli.session.Failures;
import io.jfs.cli.session.GlobalOptions;
import io.jfs.cli.session.Output;
import io.jfs.cli.session.Session;
import io.jfs.cli.session.Style;
import io.jfs.cli.session.UsageException;
import io.jfs.cli.system.BuildInfo;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The program: parses the arguments, runs one command, and turns what goes wrong into a line and an exit code.
 *
 * <p>Exit codes: 0; 1 if the operation failed; 125 if the arguments are wrong, or if jfs failed around a command that
 * it was to run; otherwise that command's code.
 */
public final class Jfs {
    private static final String SEPARATOR = "--";

    /** Has its own reading of arguments, which is that of runc. */
    private static final String OCI = "oci";

    private final Session session;
    private final GlobalOptions options;
    private final String[] arguments;
    private final boolean lacksCommand;

    /** @param lacksCommand whether nothing follows a {@code --} that begins a command to run */
    private Jfs(Session session, GlobalOptions options, String[] arguments, boolean lacksCommand) {
        this.session = session;
        this.options = options;
        this.arguments = arguments;
        this.lacksCommand = lacksCommand;
    }

    /** Runs jfs and ends the process. */
    public static void main(String[] arguments) {
        String[] raw = RawArguments.of(arguments);
        if (raw.length > 0 && raw[0].equals(OCI)) {
            OciMain.main(Arrays.copyOfRange(raw, 1, raw.length));
            return;
        }
        ContainerRehearsal.begin(raw);
        int code = run(Environment.ofProcess(), raw);
        // System.exit sets up logging just to log itself, which is a tenth of a short command's time.
        if (code != ExitCode.OK) {
            System.exit(code);
        }
    }

    /**
     * Runs jfs.
     *
     * @param environment the world that it sees; its standard output is flushed at the end
     * @return the exit code
     */
    public static int run(Environment environment, String... arguments) {
        if (arguments.length > 1 && arguments[0].equals(OCI) && !arguments[1].equals("--help")) {
            return OciMain.run(environment, List.of(arguments).subList(1, arguments.length));
        }
        int separator = Arrays.asList(arguments).indexOf(SEPARATOR);
        boolean splits = separator >= 0 && CommandTable.runsACommand(Arrays.copyOf(arguments, separator));
        List<String> trailing = splits ? List.of(arguments).subList(separator + 1, arguments.length) : List.of();
        GlobalOptions options = new GlobalOptions();
        Session session = new Session(environment, options, trailing);
        String[] own = DockerSyntax.adapt(splits ? Arrays.copyOf(arguments, separator) : arguments);
        boolean lacksCommand = splits && trailing.isEmpty();
        return new Jfs(session, options, helpAsOption(own), lacksCommand).run();
    }

    /** {@code help CMD} is {@code CMD --help}. */
    private static String[] helpAsOption(String[] arguments) {
        if (arguments.length == 0 || !arguments[0].equals("help")) {
            return arguments;
        }
        String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length + 1);
        rest[rest.length - 1] = "--help";
        return rest;
    }

    private int run() {
        try (session) {
            return parseAndCall();
        } catch (UncheckedIOException e) {
            // What was printed could not be handed over.
            return Failures.isBrokenPipe(e) ? ExitCode.OK : failed(e, ExitCode.FAILURE);
        }
    }

    private int parseAndCall() {
        Optional<JfsCommand> quick = lacksCommand ? Optional.empty() : QuickRun.parse(session, options, arguments);
        if (quick.isPresent()) {
            OptionalInt failure = configure("jfs");
            return failure.isPresent() ? failure.getAsInt() : call(quick.get(), "jfs run");
        }
        CommandLine program = CommandTable.commandLine(session, options, arguments);
        ParseResult parsed;
        try {
            parsed = program.parseArgs(arguments);
        } catch (ParameterException e) {
            return wrongUsage(e.getCommandLine(), UsageMessages.of(e));
        }
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        CommandLine command = last.commandSpec().commandLine();
        if (last.isUsageHelpRequested()) {
            return help(command);
        }
        if (lacksCommand) {
            return wrongUsage(command, "a command is missing after --");
        }
        if (options.version() && last.commandSpec().parent() == null) {
            session.out().line("jfs version " + BuildInfo.read().version());
            return ExitCode.OK;
        }
        OptionalInt failure = configure(program.getCommandName());
        if (failure.isPresent()) {
            return failure.getAsInt();
        }
        return command.getCommand() instanceof JfsCommand runnable
                ? call(runnable, command.getCommandSpec().qualifiedName())
                : help(command);
    }

    /** Reads the configuration; the exit code if that failed. */
    private OptionalInt configure(String program) {
        try {
            session.settings().readConfig();
            LogLevel.set(session.settings().logLevel());
            return OptionalInt.empty();
        } catch (UsageException e) {
            return OptionalInt.of(wrongUsage(program, String.valueOf(e.getMessage())));
        }
    }

    private int call(JfsCommand runnable, String command) {
        try {
            return runnable.call();
        } catch (UsageException | TemplateException | InvalidPathException e) {
            return wrongUsage(command, String.valueOf(e.getMessage()));
        } catch (CommandException e) {
            return failed(e, runnable.failureCode() == ExitCode.FAILURE ? e.exitCode() : runnable.failureCode());
        } catch (IOException e) {
            return failed(e, runnable.failureCode());
        } catch (RuntimeException e) {
            if (Failures.isBrokenPipe(e)) {
                return ExitCode.OK;
            }
            return failed(e, runnable.failureCode());
        } catch (LinkageError | OutOfMemoryError | StackOverflowError e) {
            return failed(e, runnable.failureCode());
        }
    }

    private int help(CommandLine command) {
        StringWriter text = new StringWriter();
        command.usage(new PrintWriter(text));
        session.out().print(text.toString());
        return ExitCode.OK;
    }

    private int wrongUsage(CommandLine command, String message) {
        return wrongUsage(command.getCommandSpec().qualifiedName(), message);
    }

    private int wrongUsage(String command, String message) {
        Output err = session.err();
        err.line(Style.RED, "jfs: " + message);
        err.line("");
        err.line("Run '" + command + " --help' for more information");
        return ExitCode.USAGE;
    }

    private int failed(Throwable failure, int code) {
        session.endProgress();
        Output err = session.err();
        err.line(Style.RED, "jfs: " + Failures.describe(failure));
        Failures.hint(failure).ifPresent(hint -> err.line("hint: " + hint));
        if (options.debug()) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            err.print(trace.toString());
        }
        return code;
    }
}
