package io.jfs.cli.oci;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.cli.session.UsageException;
import io.jfs.image.oci.Json;
import io.jfs.runtime.oci.ContainerId;
import io.jfs.runtime.oci.ExecOptions;
import io.jfs.runtime.oci.OciRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code exec}. */
record OciExec(OciRuntime runtime) {
    private static final OciArguments.Syntax SYNTAX = new OciArguments.Syntax(
            Set.of("tty", "detach", "no-new-privs", "ignore-paused", "no-subreaper"),
            Set.of(
                    "process",
                    "pid-file",
                    "console-socket",
                    "cwd",
                    "env",
                    "user",
                    "additional-gids",
                    "preserve-fds",
                    "cap",
                    "apparmor",
                    "process-label",
                    "cgroup",
                    "pidfd-socket"),
            Map.of(
                    "p",
                    "process",
                    "t",
                    "tty",
                    "d",
                    "detach",
                    "e",
                    "env",
                    "u",
                    "user",
                    "g",
                    "additional-gids",
                    "c",
                    "cap"),
            1);

    int run(List<String> words) throws IOException {
        OciArguments given = OciArguments.parse(SYNTAX, words);
        List<String> operands = given.operands();
        boolean lacksCommand = given.value("process").isEmpty() && operands.size() < 2;
        if (operands.isEmpty() || lacksCommand) {
            throw new UsageException("exec needs a container id, and a command or --process");
        }
        ExecOptions options = new ExecOptions(
                given.value("console-socket").map(Path::of).map(Path::toAbsolutePath),
                given.value("pid-file").map(Path::of).map(Path::toAbsolutePath),
                given.number("preserve-fds").map(Math::toIntExact).orElse(0),
                Optional.empty(),
                !given.has("detach"),
                given.has("ignore-paused"));
        return runtime.exec(ContainerId.of(operands.getFirst()), process(given), options);
    }

    private static ObjectNode process(OciArguments given) throws IOException {
        Optional<String> file = given.value("process");
        ObjectNode process = file.isPresent()
                ? Json.parseObject(Files.readAllBytes(Path.of(file.get())), file.get())
                : Json.object();
        List<String> command = given.operands().subList(1, given.operands().size());
        if (!command.isEmpty()) {
            addAll(process.putArray("args"), command);
        }
        if (given.has("tty")) {
            process.put("terminal", true);
        }
        if (given.has("no-new-privs")) {
            process.put("noNewPrivileges", true);
        }
        given.value("cwd").ifPresent(cwd -> process.put("cwd", cwd));
        given.value("apparmor").ifPresent(profile -> process.put("apparmorProfile", profile));
        given.value("process-label").ifPresent(label -> process.put("selinuxLabel", label));
        if (!given.all("env").isEmpty()) {
            addAll(process.withArray("env"), given.all("env"));
        }
        user(process, given);
        for (String capability : given.all("cap")) {
            for (String set : List.of("bounding", "effective", "permitted")) {
                process.withObjectProperty("capabilities").withArray(set).add(capability);
            }
        }
        return process;
    }

    private static void user(ObjectNode process, OciArguments given) throws UsageException {
        if (given.value("user").isEmpty()) {
            return;
        }
        String[] ids = given.value("user").get().split(":", -1);
        ObjectNode user = process.putObject("user");
        user.put("uid", id(ids[0])).put("gid", ids.length > 1 ? id(ids[1]) : 0);
        if (ids.length > 2) {
            throw new UsageException("--user " + given.value("user").get() + ": it is UID[:GID]");
        }
        for (String gid : given.all("additional-gids")) {
            user.withArray("additionalGids").add(id(gid));
        }
    }

    private static long id(String text) throws UsageException {
        try {
            return Integer.toUnsignedLong(Integer.parseUnsignedInt(text));
        } catch (NumberFormatException _) {
            throw new UsageException("\"" + text + "\" is no user or group id; names are not looked up here");
        }
    }

    private static void addAll(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }
}
