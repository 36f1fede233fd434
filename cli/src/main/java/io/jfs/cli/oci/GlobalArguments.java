package io.jfs.cli.oci;

import io.jfs.cli.session.Environment;
import io.jfs.cli.session.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What stands before the verb.
 *
 * @param root where the containers' directories are
 * @param log a file for messages; without one they go to standard error only
 * @param jsonLog whether the log has JSON lines, which engines read
 * @param systemdCgroup whether a {@code cgroupsPath} has systemd's form, {@code slice:prefix:name}
 * @param verb empty if there is none
 * @param rest what follows the verb
 */
record GlobalArguments(
        Path root,
        Optional<Path> log,
        boolean jsonLog,
        boolean systemdCgroup,
        Optional<String> cgroupManager,
        boolean version,
        boolean help,
        String verb,
        List<String> rest) {
    private static final OciArguments.Syntax SYNTAX = new OciArguments.Syntax(
            Set.of("debug", "systemd-cgroup", "version", "help"),
            Set.of("root", "log", "log-format", "log-level", "cgroup-manager", "criu", "rootless"),
            Map.of("v", "version", "h", "help"),
            1);

    static GlobalArguments parse(List<String> words, Environment environment) throws UsageException {
        OciArguments parsed = OciArguments.parse(SYNTAX, words);
        String format = parsed.value("log-format").orElse("text");
        if (!format.equals("text") && !format.equals("json")) {
            throw new UsageException("--log-format " + format + ": it is text or json");
        }
        List<String> operands = parsed.operands();
        return new GlobalArguments(
                parsed.value("root").map(Path::of).orElseGet(() -> defaultRoot(environment)),
                parsed.value("log")
                        .filter(path -> !path.isEmpty())
                        .map(path -> Path.of(path.replaceFirst("^file:", ""))),
                format.equals("json"),
                parsed.has("systemd-cgroup")
                        || parsed.value("cgroup-manager")
                                .filter("systemd"::equals)
                                .isPresent(),
                parsed.value("cgroup-manager"),
                parsed.has("version"),
                parsed.has("help"),
                operands.isEmpty() ? "" : operands.getFirst(),
                operands.isEmpty() ? List.of() : operands.subList(1, operands.size()));
    }

    private static Path defaultRoot(Environment environment) {
        String runtime = environment.variables().getOrDefault("XDG_RUNTIME_DIR", "");
        boolean plainUser = !Files.isWritable(Path.of("/run"));
        return Path.of(plainUser && !runtime.isEmpty() ? runtime : "/run", "jfs", "oci");
    }
}
