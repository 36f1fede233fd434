package io.jfs.cli.bench;

import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.session.CommandException;
import io.jfs.cli.session.ExitCode;
import io.jfs.cli.session.Session;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        description = {
            "Run the micro benchmarks of the layer hot path with JMH, allocations included; the JSON is kept.",
            "Their jars are no part of jfs; 'bin/jfs bench micro' builds them when they are missing."
        },
        footer = {"", "Example:", "  jfs bench micro Dispatch", "  jfs bench micro --quick -- Union -p layers=8 -i 10"})
final class MicroCommand extends JfsCommand {
    private static final String MAIN = "org.openjdk.jmh.Main";
    private static final Map<String, String> QUICK = Map.of("-f", "1", "-wi", "2", "-w", "1", "-i", "3", "-r", "1");
    private static final Map<String, String> USUAL = Map.of("-f", "2", "-wi", "5", "-w", "1", "-i", "5", "-r", "1");

    @Parameters(
            paramLabel = "PATTERN",
            arity = "0..*",
            description = "Benchmarks by regular expression, and options of JMH (default: all)")
    List<String> patterns = new ArrayList<>();

    @Option(names = "--quick", description = "Few and short iterations")
    boolean quick;

    @Option(names = "--export-jmh", paramLabel = "FILE", description = "Where the JSON goes (default: jfs-micro.json)")
    Path json = Path.of("jfs-micro.json");

    @Nullable
    @Option(names = "--jars", paramLabel = "DIR", description = "Where the jars of the benchmarks are")
    Path jars;

    MicroCommand(Session session) {
        super(session);
    }

    @Override
    public int call() throws IOException {
        Path directory = Optional.ofNullable(jars).orElseGet(MicroCommand::besideJfs);
        if (!Files.isDirectory(directory)) {
            throw CommandException.failed(
                    "micro: " + directory + " is not there", "build the benchmarks: bin/build --micro");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        command.addAll(options());
        command.add("-cp");
        command.add(System.getProperty("java.class.path") + ":" + directory + "/*");
        command.add(MAIN);
        (quick ? QUICK : USUAL).forEach((option, value) -> {
            if (!patterns.contains(option)) {
                command.addAll(List.of(option, value));
            }
        });
        command.addAll(List.of("-prof", "gc", "-rf", "json", "-rff", json.toString()));
        command.addAll(patterns);
        session.out().flush();
        try {
            int code = new ProcessBuilder(command).inheritIO().start().waitFor();
            return code == 0 ? ExitCode.OK : ExitCode.FAILURE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("micro: interrupted", e);
        }
    }

    private static Path besideJfs() {
        return Path.of(System.getProperty("jfs.bin", "bin")).resolve("../target/dist/bench");
    }

    /** Those of this JVM that open things up and find native code; not those that make it small or quick to start. */
    private static List<String> options() {
        List<String> options = new ArrayList<>(List.of("-XX:+UseSerialGC", "-Xmx512m"));
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (option.startsWith("--") || option.startsWith("-D")) {
                options.add(option);
            }
        }
        return options;
    }
}
