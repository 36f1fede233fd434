package io.jfs.cli.oci;

import io.jfs.cli.session.ExitCode;
import io.jfs.cli.session.Signals;
import io.jfs.cli.session.UsageException;
import io.jfs.cli.system.BuildInfo;
import io.jfs.image.oci.Json;
import io.jfs.runtime.oci.ContainerId;
import io.jfs.runtime.oci.CreateOptions;
import io.jfs.runtime.oci.Features;
import io.jfs.runtime.oci.OciRuntime;
import io.jfs.runtime.oci.TemplateSpec;
import io.jfs.runtime.spec.RuntimeSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The verbs. */
final class OciCommand {
    private static final String HELP = """
            Usage: jfs oci [GLOBAL OPTION...] COMMAND [OPTION...] CONTAINER-ID [ARGUMENT...]

            An OCI runtime, with the commands and options of runc and crun.

            Commands:
              create     make a container out of a bundle: -b, --console-socket, --pid-file, --preserve-fds, --no-pivot
              start      start a created container's program
              run        create, start, and wait unless -d; then delete unless --keep
              state      what the container is, as JSON
              kill       send a signal, TERM unless another is given; -a to all processes
              delete     remove a stopped container; -f kills it first
              exec       start another process: -p FILE, -t, -d, -u, -e, --cwd, --console-socket, --pid-file
              list       all containers; -q only their names, -f json
              ps         the container's processes; -f json
              pause      stop all processes for a while
              resume     let them go on
              update     change limits: -r FILE, --memory, --cpu-quota, --pids-limit and others
              events     what the container uses, every --interval seconds; --stats once
              spec       write a config.json to begin with; --rootless
              features   what this runtime can do, as JSON

            Global options:
              --root DIR            where the containers' state is (/run/jfs/oci)
              --log FILE            write errors there, too
              --log-format FORMAT   text or json
              --cgroup-manager M    cgroupfs, or disabled
              -v, --version
            """;
    private static final OciArguments.Syntax NO_OPTIONS = new OciArguments.Syntax(Set.of(), Set.of(), Map.of(), -1);
    private static final OciArguments.Syntax CREATE = new OciArguments.Syntax(
            Set.of("no-pivot", "no-new-keyring", "detach", "no-subreaper", "keep"),
            Set.of("bundle", "console-socket", "pid-file", "preserve-fds", "pidfd-socket"),
            Map.of("b", "bundle", "d", "detach"),
            -1);
    private static final OciArguments.Syntax KILL =
            new OciArguments.Syntax(Set.of("all"), Set.of(), Map.of("a", "all"), -1);
    private static final OciArguments.Syntax DELETE =
            new OciArguments.Syntax(Set.of("force"), Set.of(), Map.of("f", "force"), -1);
    private static final OciArguments.Syntax LIST =
            new OciArguments.Syntax(Set.of("quiet"), Set.of("format"), Map.of("q", "quiet", "f", "format"), -1);
    private static final OciArguments.Syntax SPEC =
            new OciArguments.Syntax(Set.of("rootless"), Set.of("bundle"), Map.of("b", "bundle"), -1);

    /** The terminal's own SIGINT reaches the helper as well as jfs. */
    private static final List<String> FORWARDED = List.of("INT", "TERM", "HUP", "USR2");

    private final GlobalArguments global;
    private final InputStream in;
    private final PrintStream out;
    private final OciRuntime runtime;

    /** @param in where {@code update} reads limits from if it is told to */
    OciCommand(GlobalArguments global, InputStream in, PrintStream out) {
        this.global = global;
        this.in = in;
        this.out = out;
        this.runtime = new OciRuntime(global.root());
    }

    int run() throws IOException {
        if (global.version()) {
            return version();
        }
        if (global.help() || global.verb().isEmpty() || global.verb().equals("help")) {
            return help();
        }
        return switch (global.verb()) {
            case "create" -> create();
            case "run" -> runContainer();
            case "start" -> start();
            case "state" -> state();
            case "kill" -> kill();
            case "delete" -> delete();
            case "list" -> list();
            case "spec" -> spec();
            case "exec" -> new OciExec(runtime).run(global.rest());
            case "ps" -> new OciPs(runtime, out).run(global.rest());
            case "pause" -> pause();
            case "resume" -> resume();
            case "update" -> new OciUpdate(runtime, in).run(global.rest());
            case "events" -> new OciEvents(runtime, out).run(global.rest());
            case "features" -> features();
            default -> throw new UsageException("unknown command " + global.verb());
        };
    }

    private OciArguments parse(OciArguments.Syntax syntax) throws UsageException {
        return OciArguments.parse(syntax, global.rest());
    }

    private static ContainerId only(OciArguments arguments) throws IOException {
        List<String> operands = arguments.operands();
        if (operands.size() != 1) {
            throw new UsageException("one container id is needed, not " + operands.size());
        }
        return ContainerId.of(operands.getFirst());
    }

    private CreateOptions options(OciArguments given, boolean foreground) throws IOException {
        return new CreateOptions(
                given.value("console-socket").map(Path::of).map(Path::toAbsolutePath),
                given.value("pid-file").map(Path::of).map(Path::toAbsolutePath),
                given.number("preserve-fds").map(Math::toIntExact).orElse(0),
                !given.has("no-pivot"),
                !given.has("no-new-keyring"),
                global.cgroupManager().filter("disabled"::equals).isEmpty(),
                Optional.empty(),
                foreground,
                Optional.empty());
    }

    private static Path bundle(OciArguments given) {
        return Path.of(given.value("bundle").orElse("")).toAbsolutePath();
    }

    private int create() throws IOException {
        OciArguments given = parse(CREATE);
        runtime.create(bundle(given), only(given), options(given, false));
        return ExitCode.OK;
    }

    private int runContainer() throws IOException {
        OciArguments given = parse(CREATE);
        ContainerId id = only(given);
        if (given.has("detach")) {
            runtime.create(bundle(given), id, options(given, false));
            runtime.start(id);
            return ExitCode.OK;
        }
        int code;
        try (Signals.Forwarding _ = Signals.forward(FORWARDED, name -> pass(id, name))) {
            code = runtime.run(bundle(given), id, options(given, true));
        }
        if (!given.has("keep")) {
            runtime.delete(id, true);
        }
        return code;
    }

    // A signal that comes too early or too late has nobody to go to.
    private void pass(ContainerId id, String signal) {
        try {
            runtime.kill(id, SignalNames.number(signal), false);
        } catch (IOException e) {
            System.getLogger(OciCommand.class.getName()).log(System.Logger.Level.DEBUG, e.getMessage());
        }
    }

    private int start() throws IOException {
        runtime.start(only(parse(NO_OPTIONS)));
        return ExitCode.OK;
    }

    private int state() throws IOException {
        out.print(runtime.state(only(parse(NO_OPTIONS))));
        return ExitCode.OK;
    }

    private int kill() throws IOException {
        OciArguments given = parse(KILL);
        List<String> operands = given.operands();
        if (operands.isEmpty() || operands.size() > 2) {
            throw new UsageException("a container id is needed, and maybe a signal");
        }
        int signal = SignalNames.number(operands.size() == 2 ? operands.get(1) : "TERM");
        runtime.kill(ContainerId.of(operands.getFirst()), signal, given.has("all"));
        return ExitCode.OK;
    }

    private int delete() throws IOException {
        OciArguments given = parse(DELETE);
        runtime.delete(only(given), given.has("force"));
        return ExitCode.OK;
    }

    private int pause() throws IOException {
        runtime.pause(only(parse(NO_OPTIONS)));
        return ExitCode.OK;
    }

    private int resume() throws IOException {
        runtime.resume(only(parse(NO_OPTIONS)));
        return ExitCode.OK;
    }

    private int features() throws IOException {
        parse(NO_OPTIONS);
        out.println(new String(Json.prettyBytes(Features.json()), StandardCharsets.UTF_8));
        return ExitCode.OK;
    }

    private int list() throws IOException {
        OciArguments given = parse(LIST);
        new OciList(runtime, out)
                .print(
                        given.has("quiet"),
                        given.value("format").filter("json"::equals).isPresent());
        return ExitCode.OK;
    }

    private int spec() throws IOException {
        OciArguments given = parse(SPEC);
        Path config = bundle(given).resolve("config.json");
        if (Files.exists(config)) {
            throw new IOException(config + " exists already");
        }
        Files.write(config, Json.prettyBytes(TemplateSpec.make(given.has("rootless"))));
        return ExitCode.OK;
    }

    private int version() {
        out.println("jfs-oci version " + BuildInfo.read().version());
        out.println("spec: " + RuntimeSpec.VERSION);
        return ExitCode.OK;
    }

    private int help() {
        out.print(HELP);
        return ExitCode.OK;
    }
}
