package io.jfs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.cli.session.Environment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs jfs within the test, on a store of its own, and keeps what it printed. */
final class CliTest {
    private final Map<String, String> variables = new HashMap<>();
    private byte[] input = new byte[0];

    CliTest(Path root) {
        variables.put("JFS_ROOT", root.toString());
        variables.put("JFS_CONFIG", "/dev/null");
        variables.put("HOME", "/nonexistent");
    }

    /**
     * What one command did.
     *
     * @param exit the exit code
     * @param out standard output
     * @param err standard error
     */
    record Result(int exit, String out, String err) {
        /** The lines of standard output of a command that went well. */
        List<String> lines() {
            assertThat(exit).as(err).isZero();
            return out.lines().toList();
        }

        /** The one line of standard output of a command that went well. */
        String line() {
            assertThat(lines()).hasSize(1);
            return lines().getFirst();
        }

        /** Asserts that it failed with this code, a line that has this text, and nothing on standard output. */
        Result failsWith(int code, String text) {
            assertThat(err).contains(text).startsWith("jfs: ");
            assertThat(exit).isEqualTo(code);
            assertThat(out).isEmpty();
            return this;
        }
    }

    CliTest with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    CliTest typing(String text) {
        input = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    Result jfs(String... arguments) {
        return run(false, arguments);
    }

    /** With standard output and standard error as a terminal. */
    Result onTerminal(String... arguments) {
        return run(true, arguments);
    }

    private Result run(boolean terminal, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Environment environment = new Environment(
                variables, new ByteArrayInputStream(input), out, err, terminal, terminal, InstantSource.system());
        int exit = Jfs.run(environment, arguments);
        return new Result(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Splits at blanks; enough for arguments that have none. */
    Result jfsLine(String line) {
        return jfs(new ArrayList<>(List.of(line.split(" "))).toArray(String[]::new));
    }
}
