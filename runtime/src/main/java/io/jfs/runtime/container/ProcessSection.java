package io.jfs.runtime.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.image.oci.Json;
import io.jfs.linux.Fd;
import io.jfs.runtime.container.ContainerOptions.Amount;
import io.jfs.runtime.container.ContainerOptions.Flag;
import io.jfs.runtime.container.ContainerOptions.Text;
import io.jfs.runtime.container.ContainerOptions.Texts;
import io.jfs.runtime.spec.Rlimit;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The section {@code process} of a bundle: the image's defaults, and what was asked for instead. */
final class ProcessSection {
    /** Where an init of the host's stands in a container. */
    static final String INIT = "/sbin/docker-init";

    private static final String PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private ProcessSection() {}

    /**
     * @param root the image's tree, to look users up in
     * @throws ContainerException if there is no program to run, or a user is unknown
     */
    static ObjectNode of(ContainerRecord record, Fd root, String hostname) throws IOException {
        ContainerOptions options = record.options();
        ObjectNode process = Json.object().put("terminal", options.has(Flag.TERMINAL));
        String user =
                options.text(Text.USER).orElse(record.imageConfig().path("User").asText(""));
        process.set("user", user(new UserLookup(root).find(user, options.texts(Texts.GROUPS))));
        process.set("args", array(arguments(record)));
        process.set("env", array(environment(record, hostname)));
        process.put("cwd", directory(record));
        process.set("capabilities", capabilities(Capabilities.of(options)));
        process.set("rlimits", rlimits(options.texts(Texts.ULIMITS)));
        process.put("noNewPrivileges", SecurityOptions.of(options).noNewPrivileges());
        options.amount(Amount.OOM_SCORE).ifPresent(score -> process.put("oomScoreAdj", score));
        return process;
    }

    /** The program and its arguments, as docker puts them together. */
    static List<String> arguments(ContainerRecord record) throws ContainerException {
        ContainerOptions options = record.options();
        List<String> given = options.texts(Texts.ARGUMENTS);
        Optional<String> entrypoint = options.text(Text.ENTRYPOINT);
        List<String> all = new ArrayList<>();
        if (options.has(Flag.INIT)) {
            all.addAll(List.of(INIT, "--"));
        }
        int before = all.size();
        if (entrypoint.isPresent()) {
            // Another entry point has no use for the image's arguments.
            entrypoint.filter(program -> !program.isEmpty()).ifPresent(all::add);
            all.addAll(given);
        } else {
            all.addAll(texts(record.imageConfig().path("Entrypoint")));
            all.addAll(given.isEmpty() ? texts(record.imageConfig().path("Cmd")) : given);
        }
        if (all.size() == before) {
            throw new ContainerException("no command specified: the image " + record.image() + " has none");
        }
        return all;
    }

    static List<String> environment(ContainerRecord record, String hostname) {
        List<String> texts = new ArrayList<>(List.of(PATH, "HOSTNAME=" + hostname));
        if (record.options().has(Flag.TERMINAL)) {
            texts.add("TERM=xterm");
        }
        texts.addAll(texts(record.imageConfig().path("Env")));
        texts.addAll(record.options().texts(Texts.ENVIRONMENT));
        return merged(texts);
    }

    /** Each variable once, with its last value. */
    static List<String> merged(List<String> texts) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            if (equals > 0) {
                variables.put(text.substring(0, equals), text.substring(equals + 1));
            }
        }
        return variables.entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .toList();
    }

    private static String directory(ContainerRecord record) throws ContainerException {
        String image = record.imageConfig().path("WorkingDir").asText("");
        String directory = record.options().text(Text.DIRECTORY).orElse(image.isEmpty() ? "/" : image);
        if (!directory.startsWith("/")) {
            throw new ContainerException(
                    "the working directory '" + directory + "' is invalid, it needs to be an absolute path");
        }
        return directory;
    }

    static ObjectNode user(UserLookup.Identity identity) {
        ObjectNode user = Json.object().put("uid", identity.uid()).put("gid", identity.gid());
        ArrayNode groups = user.putArray("additionalGids");
        identity.groups().forEach(groups::add);
        return user;
    }

    static ObjectNode capabilities(Set<String> names) {
        ObjectNode sets = Json.object();
        for (String set : List.of("bounding", "effective", "permitted")) {
            sets.set(set, array(List.copyOf(names)));
        }
        return sets;
    }

    private static ArrayNode rlimits(List<String> ulimits) throws ContainerException {
        ArrayNode limits = Json.array();
        for (String text : ulimits) {
            int equals = text.indexOf('=');
            String name = equals < 0 ? text : text.substring(0, equals);
            Rlimit.Type type = Rlimit.Type.find(name)
                    .filter(_ -> equals > 0)
                    .orElseThrow(
                            () -> new ContainerException("invalid ulimit \"" + text + "\": expected TYPE=SOFT[:HARD]"));
            String[] parts = text.substring(equals + 1).split(":", -1);
            ObjectNode limit = limits.addObject().put("type", type.specName());
            limit.put("soft", limit(parts[0], text)).put("hard", limit(parts[parts.length - 1], text));
        }
        return limits;
    }

    private static BigInteger limit(String number, String whole) throws ContainerException {
        try {
            long value = Long.parseLong(number);
            return value == -1 ? new BigInteger("18446744073709551615") : BigInteger.valueOf(value);
        } catch (NumberFormatException e) {
            throw new ContainerException("invalid ulimit \"" + whole + "\": no number", e);
        }
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(node -> texts.add(node.asText("")));
        return texts;
    }

    static ArrayNode array(List<String> texts) {
        ArrayNode array = Json.array();
        texts.forEach(array::add);
        return array;
    }
}
