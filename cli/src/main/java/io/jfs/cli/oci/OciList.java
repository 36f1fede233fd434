package io.jfs.cli.oci;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.cli.output.Table;
import io.jfs.image.oci.Json;
import io.jfs.runtime.oci.ContainerId;
import io.jfs.runtime.oci.NoSuchContainerException;
import io.jfs.runtime.oci.OciRuntime;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code list}: the containers below the root. */
record OciList(OciRuntime runtime, PrintStream out) {
    void print(boolean quiet, boolean json) throws IOException {
        ArrayNode states = Json.array();
        for (ContainerId id : runtime.list()) {
            if (quiet) {
                out.println(id);
                continue;
            }
            try {
                states.add(Json.parseObject(runtime.state(id).getBytes(StandardCharsets.UTF_8), id.text()));
            } catch (NoSuchContainerException _) {
                // deleted meanwhile
            }
        }
        if (json) {
            out.println(new String(Json.bytes(states), StandardCharsets.UTF_8));
        } else if (!quiet) {
            table(states);
        }
    }

    private void table(ArrayNode states) {
        Table table = new Table(List.of());
        table.add(List.of("ID", "PID", "STATUS", "BUNDLE", "CREATED", "OWNER"));
        states.forEach(state -> table.add(row((ObjectNode) state)));
        table.lines().forEach(out::println);
    }

    private static List<String> row(ObjectNode state) {
        return List.of("id", "pid", "status", "bundle", "created", "owner").stream()
                .map(field -> state.path(field).asText())
                .toList();
    }
}
