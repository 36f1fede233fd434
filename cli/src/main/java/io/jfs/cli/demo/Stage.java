package io.jfs.cli.demo;

import io.jfs.cli.session.CommandException;
import io.jfs.cli.session.Environment;
import io.jfs.cli.session.ExitCode;
import io.jfs.cli.session.Session;
import io.jfs.cli.session.Settings;
import io.jfs.cli.session.Style;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs commands where the audience sees them: each is printed before its output. */
public final class Stage {
    /** Runs jfs with these arguments in this world, and gives the exit code. */
    @FunctionalInterface
    public interface Jfs {
        /** Never throws. */
        int run(Environment environment, String... arguments);
    }

    private final Session session;
    private final Jfs jfs;
    private final Path directory;
    private final Map<String, String> variables;

    /**
     * @param directory where shell commands run, and below which the store is
     * @param driver what all commands use
     */
    Stage(Session session, Jfs jfs, Path directory, String driver) {
        this.session = session;
        this.jfs = jfs;
        this.directory = directory;
        this.variables = new HashMap<>(session.variables());
        variables.put("JFS_ROOT", directory.resolve("store").toString());
        variables.remove("JFS_RUNROOT");
        variables.put("JFS_DRIVER", driver);
        variables.put("JFS_CONFIG", "/dev/null"); // what is shown does not depend on the machine's settings
        variables.putIfAbsent("JFS_PROGRESS", "quiet");
    }

    /** Says what comes next, and why. */
    void say(String... lines) {
        session.out().line("");
        for (String line : lines) {
            session.out().line(Style.BOLD, "# " + line);
        }
    }

    /**
     * Runs jfs.
     *
     * @return the first line that it printed; empty if none
     */
    String jfs(String... arguments) throws IOException {
        return jfs(ExitCode.OK, arguments);
    }

    /** Compares two things that differ, which ends as diff(1) does. */
    void differs(String... arguments) throws IOException {
        jfs(ExitCode.FAILURE, arguments);
    }

    private String jfs(int expected, String... arguments) throws IOException {
        show("jfs " + ShellWords.join(arguments));
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        int code = call(printed, arguments);
        String text = printed.toString(StandardCharsets.UTF_8);
        session.out().print(text);
        session.out().flush();
        if (code != expected) {
            throw CommandException.failed("demo: jfs " + arguments[0] + " ended with " + code);
        }
        return text.lines().findFirst().orElse("");
    }

    /** Mounts an image on a new snapshot, at a short path where mounting is allowed; returns the path. */
    String mountWritable(String name, String image) throws IOException {
        return Settings.isRoot()
                ? jfs(
                        "mount",
                        "--rw",
                        "--name",
                        name,
                        image,
                        directory.resolve("tree").toString())
                : jfs("mount", "--rw", "--name", name, image);
    }

    /** Runs jfs behind the scenes, whatever comes of it. */
    void quietly(String... arguments) {
        call(new ByteArrayOutputStream(), arguments);
    }

    private int call(ByteArrayOutputStream printed, String... arguments) {
        Environment own = session.environment();
        return jfs.run(
                new Environment(
                        variables,
                        new ByteArrayInputStream(new byte[0]),
                        printed,
                        own.err(),
                        false,
                        own.errIsTerminal(),
                        own.clock()),
                arguments);
    }

    /** Runs a shell command and shows what it prints. */
    void sh(String command) throws IOException {
        show(command);
        session.out().print(run(command));
        session.out().flush();
    }

    /** Runs a shell command, shows it, and shows what it prints only if it fails. */
    void shSilently(String command) throws IOException {
        show(command);
        run(command);
    }

    private void show(String command) {
        session.out().line(Style.GREEN, "$ " + command.replace(directory + "/", "$DEMO/"));
        session.out().flush();
    }

    private String run(String command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of("sh", "-ec", command));
        builder.directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put("DEMO", directory.toString());
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw CommandException.failed(
                        "demo: " + command + ": " + text.strip().replaceAll("\\s*\\R\\s*", "; "));
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("demo: interrupted", e);
        }
        return text;
    }
}
