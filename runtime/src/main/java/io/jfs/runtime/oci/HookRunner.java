package io.jfs.runtime.oci;

import io.jfs.runtime.spec.Hooks.Hook;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs hooks in the runtime's own namespaces, one after the other. */
final class HookRunner {
    private static final System.Logger LOG = System.getLogger(HookRunner.class.getName());
    private static final int MAX_OUTPUT = 4096;

    private HookRunner() {}

    /**
     * @param state for each hook's standard input
     * @throws IOException if one fails, cannot be started or takes too long; those after it are not run
     */
    static void run(String moment, List<Hook> hooks, String state) throws IOException {
        for (Hook hook : hooks) {
            run(moment, hook, state);
        }
    }

    /** As {@link #run}, but a hook that fails is only told of in the log, and those after it are run. */
    static void runAll(String moment, List<Hook> hooks, String state) {
        for (Hook hook : hooks) {
            try {
                run(moment, hook, state);
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, e.getMessage());
            }
        }
    }

    private static void run(String moment, Hook hook, String state) throws IOException {
        List<String> command = new ArrayList<>(List.of(hook.path()));
        if (hook.args().size() > 1) {
            command.addAll(hook.args().subList(1, hook.args().size()));
        }
        Path output = Files.createTempFile("jfs-hook", ".log");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().clear();
            hook.env().forEach(variable -> {
                int equals = variable.indexOf('=');
                if (equals > 0) {
                    builder.environment().put(variable.substring(0, equals), variable.substring(equals + 1));
                }
            });
            String name = moment + " hook " + hook.path();
            finish(name, builder.start(), hook, state, output);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static void finish(String name, Process process, Hook hook, String state, Path output) throws IOException {
        try (OutputStream input = process.getOutputStream()) {
            input.write(state.getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            // A hook need not read its input.
        }
        try {
            long timeout = hook.timeoutSeconds().orElse(Integer.MAX_VALUE);
            if (!process.waitFor(timeout, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new IOException(name + ": killed after " + timeout + " s, its timeout");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException(name + ": interrupted", e);
        }
        if (process.exitValue() != 0) {
            throw new IOException(name + ": exit status " + process.exitValue() + ", output: " + head(output));
        }
    }

    private static String head(Path output) throws IOException {
        byte[] bytes = Files.readAllBytes(output);
        return new String(bytes, 0, Math.min(bytes.length, MAX_OUTPUT), StandardCharsets.UTF_8).strip();
    }
}
