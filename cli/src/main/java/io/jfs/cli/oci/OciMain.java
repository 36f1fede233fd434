package io.jfs.cli.oci;

import io.jfs.cli.session.Environment;
import io.jfs.cli.session.ExitCode;
import io.jfs.cli.session.Failures;
import io.jfs.cli.session.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The program {@code bin/jfs-oci}. */
public final class OciMain {
    private OciMain() {}

    /** Runs one verb and ends the process. */
    public static void main(String[] arguments) {
        int code = run(Environment.ofProcess(), List.of(arguments));
        if (code != ExitCode.OK) {
            Runtime.getRuntime().halt(code); // nothing is left to do: everything was flushed
        }
    }

    /** Runs one verb; the exit code. */
    public static int run(Environment environment, List<String> arguments) {
        PrintStream out = new PrintStream(environment.out(), false, StandardCharsets.UTF_8);
        OciLog log = new OciLog(environment);
        try {
            GlobalArguments global = GlobalArguments.parse(arguments, environment);
            log.configure(global.log(), global.jsonLog());
            return new OciCommand(global, environment.in(), out).run();
        } catch (UsageException e) {
            log.error(e.getMessage() + "; see jfs oci --help");
            return ExitCode.FAILURE;
        } catch (IOException | RuntimeException | LinkageError e) {
            log.error(Failures.describe(e));
            if (System.getProperty("jfs.debug") != null) {
                e.printStackTrace(new PrintStream(environment.err(), true, StandardCharsets.UTF_8));
            }
            return ExitCode.FAILURE;
        } finally {
            out.flush();
        }
    }
}
