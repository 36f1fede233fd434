package io.jfs.cli.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.cli.session.UsageException;
import io.jfs.image.oci.Json;
import io.jfs.runtime.oci.ContainerId;
import io.jfs.runtime.oci.OciRuntime;
import io.jfs.runtime.spec.RuntimeSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code update}: limits out of a file, or by options. */
record OciUpdate(OciRuntime runtime, InputStream in) {
    private static final Map<String, List<String>> NUMBERS = Map.ofEntries(
            Map.entry("memory", List.of("memory", "limit")),
            Map.entry("memory-reservation", List.of("memory", "reservation")),
            Map.entry("memory-swap", List.of("memory", "swap")),
            Map.entry("cpu-period", List.of("cpu", "period")),
            Map.entry("cpu-quota", List.of("cpu", "quota")),
            Map.entry("cpu-burst", List.of("cpu", "burst")),
            Map.entry("cpu-share", List.of("cpu", "shares")),
            Map.entry("cpu-rt-period", List.of("cpu", "realtimePeriod")),
            Map.entry("cpu-rt-runtime", List.of("cpu", "realtimeRuntime")),
            Map.entry("cpu-idle", List.of("cpu", "idle")),
            Map.entry("pids-limit", List.of("pids", "limit")),
            Map.entry("blkio-weight", List.of("blockIO", "weight")));
    private static final Map<String, List<String>> TEXTS = Map.of(
            "cpuset-cpus", List.of("cpu", "cpus"),
            "cpuset-mems", List.of("cpu", "mems"));
    private static final OciArguments.Syntax SYNTAX = new OciArguments.Syntax(
            Set.of(),
            Set.of(
                    "resources",
                    "memory",
                    "memory-reservation",
                    "memory-swap",
                    "cpu-period",
                    "cpu-quota",
                    "cpu-burst",
                    "cpu-share",
                    "cpu-rt-period",
                    "cpu-rt-runtime",
                    "cpu-idle",
                    "pids-limit",
                    "blkio-weight",
                    "cpuset-cpus",
                    "cpuset-mems",
                    "kernel-memory",
                    "kernel-memory-tcp"),
            Map.of("r", "resources"),
            -1);

    int run(List<String> words) throws IOException {
        OciArguments given = OciArguments.parse(SYNTAX, words);
        if (given.operands().size() != 1) {
            throw new UsageException("update needs one container id");
        }
        ObjectNode document = Json.object();
        document.put("ociVersion", RuntimeSpec.VERSION);
        document.putObject("linux").set("resources", resources(given));
        RuntimeSpec spec = RuntimeSpec.ofJson(document, "update");
        runtime.update(ContainerId.of(given.operands().getFirst()), spec.linux().resources());
        return 0;
    }

    private ObjectNode resources(OciArguments given) throws IOException {
        Optional<String> file = given.value("resources");
        if (file.isPresent()) {
            byte[] text = file.get().equals("-") ? in.readAllBytes() : Files.readAllBytes(Path.of(file.get()));
            return Json.parseObject(text, file.get());
        }
        ObjectNode resources = Json.object();
        for (Map.Entry<String, List<String>> option : NUMBERS.entrySet()) {
            Optional<Long> number = given.number(option.getKey());
            number.ifPresent(value -> resources
                    .withObjectProperty(option.getValue().getFirst())
                    .put(option.getValue().getLast(), value));
        }
        TEXTS.forEach((option, field) -> given.value(option)
                .ifPresent(
                        value -> resources.withObjectProperty(field.getFirst()).put(field.getLast(), value)));
        return resources;
    }
}
