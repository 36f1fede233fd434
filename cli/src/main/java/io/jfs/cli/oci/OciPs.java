package io.jfs.cli.oci;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.jfs.cli.session.UsageException;
import io.jfs.image.oci.Json;
import io.jfs.runtime.oci.ContainerId;
import io.jfs.runtime.oci.OciRuntime;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code ps}: the lines of ps(1) for the container's processes. */
record OciPs(OciRuntime runtime, PrintStream out) {
    private static final OciArguments.Syntax SYNTAX =
            new OciArguments.Syntax(Set.of(), Set.of("format"), Map.of("f", "format"), 1);

    int run(List<String> words) throws IOException {
        OciArguments given = OciArguments.parse(SYNTAX, words);
        if (given.operands().isEmpty()) {
            throw new UsageException("ps needs a container id");
        }
        List<Integer> processes =
                runtime.processes(ContainerId.of(given.operands().getFirst()));
        if (given.value("format").filter("json"::equals).isPresent()) {
            ArrayNode array = Json.array();
            processes.forEach(array::add);
            out.println(new String(Json.bytes(array), StandardCharsets.UTF_8));
            return 0;
        }
        List<String> options = given.operands().subList(1, given.operands().size());
        print(processes, options.isEmpty() ? List.of("-ef") : options);
        return 0;
    }

    private void print(List<Integer> processes, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of("ps"));
        command.addAll(options);
        Process ps = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = ps.inputReader(StandardCharsets.UTF_8)) {
            String header = lines.readLine();
            int column =
                    header == null ? -1 : List.of(header.strip().split("\\s+")).indexOf("PID");
            if (column < 0) {
                throw new IOException(String.join(" ", command) + " shows no column PID");
            }
            out.println(header);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (processes.contains(Integer.parseInt(line.strip().split("\\s+", -1)[column]))) {
                    out.println(line);
                }
            }
        }
    }
}
