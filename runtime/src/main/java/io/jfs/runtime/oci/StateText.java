package io.jfs.runtime.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.image.oci.Json;
import io.jfs.runtime.spec.RuntimeSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * A container's state as JSON (runtime-spec, runtime.md). {@code pid} and {@code status}, which change, come before all
 * that a bundle can choose the text of: so they can be replaced without parsing.
 */
final class StateText {
    private static final String PID = "\"pid\" : ";
    private static final String STATUS = "\"status\" : \"";

    private StateText() {}

    static String of(ContainerId id, RuntimeSpec spec, Path bundle, Path rootfs, String created, String owner) {
        ObjectNode json = Json.object();
        json.put("ociVersion", RuntimeSpec.VERSION);
        json.put("id", id.text());
        json.put("pid", 0);
        json.put("status", ContainerStatus.CREATING.specName());
        json.put("bundle", bundle.toString());
        json.put("rootfs", rootfs.toString());
        json.put("created", created);
        json.put("owner", owner);
        if (!spec.annotations().isEmpty()) {
            ObjectNode annotations = json.putObject("annotations");
            for (Map.Entry<String, String> annotation : new TreeMap<>(spec.annotations()).entrySet()) {
                annotations.put(annotation.getKey(), annotation.getValue());
            }
        }
        return new String(Json.prettyBytes(json), StandardCharsets.UTF_8) + "\n";
    }

    static String with(String state, int pid, ContainerStatus status) {
        return replace(replace(state, PID, ",", Integer.toString(pid)), STATUS, "\"", status.specName());
    }

    /** A text field's value, for those fields that hold nothing to be unescaped. */
    static String field(String state, String name) {
        String key = '"' + name + "\" : \"";
        int start = state.indexOf(key) + key.length();
        return state.substring(start, state.indexOf('"', start));
    }

    private static String replace(String text, String key, String end, String value) {
        int start = text.indexOf(key) + key.length();
        return text.substring(0, start) + value + text.substring(text.indexOf(end, start));
    }
}
