package io.jfs.runtime.network;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.image.oci.InvalidImageException;
import io.jfs.image.oci.Json;
import io.jfs.linux.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Calls plugins.
 *
 * @param directories where they are looked for
 */
record CniPlugin(List<Path> directories) {
    /**
     * What a plugin is to do it for.
     *
     * @param namespace of the network; empty if it is gone
     */
    record Target(String container, Optional<Path> namespace, String networkInterface) {}

    /** Runs one; its result, an empty object if it has none. */
    ObjectNode call(String command, ObjectNode configuration, Target target) throws IOException {
        String type = configuration.path("type").asText("");
        Path program = find(type, configuration.path("name").asText(""));
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("CNI_COMMAND", command);
        environment.put("CNI_CONTAINERID", target.container);
        environment.put("CNI_NETNS", target.namespace.map(Path::toString).orElse(""));
        environment.put("CNI_IFNAME", target.networkInterface);
        environment.put("CNI_PATH", path());
        environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        Programs.Answer answer = Programs.ask(List.of(program.toString()), environment, Json.bytes(configuration));
        String output = answer.output().strip();
        if (answer.code() != 0) {
            throw new NetworkException("network " + configuration.path("name").asText("") + ": plugin " + type
                    + " failed to " + command.toLowerCase(Locale.ROOT) + ": " + reason(output, answer));
        }
        return output.isEmpty() ? Json.object() : parse(output, type);
    }

    private static ObjectNode parse(String output, String type) throws IOException {
        try {
            return Json.parseObject(output.getBytes(StandardCharsets.UTF_8), "the answer of plugin " + type);
        } catch (InvalidImageException e) {
            throw new NetworkException(String.valueOf(e.getMessage()), e);
        }
    }

    private static String reason(String output, Programs.Answer answer) {
        try {
            ObjectNode error = Json.parseObject(output.getBytes(StandardCharsets.UTF_8), "error");
            String details = error.path("details").asText("");
            return error.path("msg").asText("") + (details.isEmpty() ? "" : ": " + details);
        } catch (InvalidImageException _) {
            String text = output + " " + answer.error();
            return text.isBlank() ? "exit code " + answer.code() : text.strip();
        }
    }

    private String path() {
        return String.join(":", directories.stream().map(Path::toString).toList());
    }

    private Path find(String type, String network) throws NetworkException {
        if (!type.matches("[A-Za-z0-9_.-]+") || type.startsWith(".")) {
            throw new NetworkException("network " + network + ": \"" + type + "\" is no name of a plugin");
        }
        for (Path directory : directories) {
            if (Files.isExecutable(directory.resolve(type))) {
                return directory.resolve(type);
            }
        }
        throw new NetworkException("network " + network + ": the plugin " + type + " is in none of " + path()
                + "; install containernetworking-plugins, or use --network host or none");
    }
}
