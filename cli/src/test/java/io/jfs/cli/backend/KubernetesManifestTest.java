package io.jfs.cli.backend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page's DaemonSet, as strictly as an API server reads it, and its script, run on a node that is a directory. */
@RequiresRoot
class KubernetesManifestTest {
    /** Fields of apps/v1 and core/v1 by the path to where they are; {@code []} is any element. */
    private static final Map<String, Set<String>> FIELDS = Map.ofEntries(
            Map.entry("", Set.of("apiVersion", "kind", "metadata", "spec")),
            Map.entry("metadata", Set.of("name", "namespace", "labels", "annotations")),
            Map.entry(
                    "spec",
                    Set.of("selector", "template", "updateStrategy", "minReadySeconds", "revisionHistoryLimit")),
            Map.entry("spec.selector", Set.of("matchLabels", "matchExpressions")),
            Map.entry("spec.updateStrategy", Set.of("type", "rollingUpdate")),
            Map.entry("spec.updateStrategy.rollingUpdate", Set.of("maxUnavailable", "maxSurge")),
            Map.entry("spec.template", Set.of("metadata", "spec")),
            Map.entry("spec.template.metadata", Set.of("labels", "annotations")),
            Map.entry(
                    "spec.template.spec",
                    Set.of(
                            "hostPID",
                            "hostNetwork",
                            "priorityClassName",
                            "tolerations",
                            "nodeSelector",
                            "affinity",
                            "serviceAccountName",
                            "initContainers",
                            "containers",
                            "volumes")),
            Map.entry(
                    "spec.template.spec.tolerations[]",
                    Set.of("key", "operator", "value", "effect", "tolerationSeconds")),
            Map.entry("spec.template.spec.initContainers[]", container()),
            Map.entry("spec.template.spec.containers[]", container()),
            Map.entry(
                    "spec.template.spec.initContainers[].securityContext",
                    Set.of("privileged", "capabilities", "runAsUser", "readOnlyRootFilesystem")),
            Map.entry(
                    "spec.template.spec.initContainers[].volumeMounts[]",
                    Set.of("name", "mountPath", "readOnly", "subPath", "mountPropagation")),
            Map.entry("spec.template.spec.volumes[]", Set.of("name", "hostPath", "emptyDir", "configMap")),
            Map.entry("spec.template.spec.volumes[].hostPath", Set.of("path", "type")));

    /** Maps with names of the author's choice. */
    private static final Set<String> FREE = Set.of("spec.selector.matchLabels", "spec.template.metadata.labels");

    private static Set<String> container() {
        return Set.of(
                "name",
                "image",
                "imagePullPolicy",
                "command",
                "args",
                "env",
                "resources",
                "securityContext",
                "volumeMounts");
    }

    private Workshop workshop;

    @BeforeEach
    void open() throws IOException {
        workshop = new Workshop();
    }

    @AfterEach
    void close() throws IOException {
        workshop.close();
    }

    private static JsonNode manifest() throws IOException {
        YAMLMapper yaml = YAMLMapper.builder().build();
        try (MappingIterator<JsonNode> documents =
                yaml.readerFor(JsonNode.class).readValues(KubernetesPage.block("yaml"))) {
            List<JsonNode> all = documents.readAll();
            assertThat(all).hasSize(1);
            return all.getFirst();
        }
    }

    @Test
    void every_field_is_one_that_the_api_has() throws IOException {
        JsonNode manifest = manifest();
        List<String> unknown = new ArrayList<>();

        check(manifest, "", unknown);

        assertThat(unknown).isEmpty();
        assertThat(manifest.path("apiVersion").asText()).isEqualTo("apps/v1");
        assertThat(manifest.path("kind").asText()).isEqualTo("DaemonSet");
    }

    private static void check(JsonNode node, String path, List<String> unknown) {
        if (node.isArray()) {
            node.forEach(element -> check(element, path + "[]", unknown));
        } else if (node.isObject() && !FREE.contains(path)) {
            node.properties().forEach(field -> {
                String below = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
                if (!FIELDS.getOrDefault(path, Set.of()).contains(field.getKey())) {
                    unknown.add(below);
                }
                check(field.getValue(), below, unknown);
            });
        }
    }

    @Test
    void its_parts_refer_to_each_other() throws IOException {
        JsonNode spec = manifest().path("spec");
        JsonNode pod = spec.path("template").path("spec");

        assertThat(spec.at("/template/metadata/labels"))
                .as("the selector selects its pods")
                .isEqualTo(spec.at("/selector/matchLabels"));
        Set<String> mounted = new TreeSet<>(pod.path("initContainers").findValuesAsText("name"));
        Set<String> volumes = new TreeSet<>(pod.path("volumes").findValuesAsText("name"));
        assertThat(mounted).containsAll(volumes);
        assertThat(volumes).isNotEmpty();
        assertThat(pod.path("hostPID").isBoolean())
                .as("nsenter --target 1 is the node's")
                .isTrue();
        assertThat(pod.at("/initContainers/0/securityContext/privileged").asBoolean())
                .isTrue();
        assertThat(pod.at("/containers").size())
                .as("a pod needs one that stays")
                .isEqualTo(1);
    }

    /** Twice: the second is an upgrade, to a version that writes other files, after one that was interrupted. */
    @Test
    void its_script_installs_and_upgrades() throws Exception {
        Path image = Files.createDirectories(workshop.path("image/opt/jfs/bin"));
        Files.createDirectories(workshop.path("node/opt"));
        for (String tool : List.of("nsenter", "systemctl")) {
            script(workshop.path("bin/" + tool), "echo " + tool + " \"$@\" >> calls\n");
        }
        Files.writeString(image.resolve("version"), "1");
        install();
        Files.writeString(image.resolve("version"), "2");
        Files.createDirectories(workshop.path("node/opt/jfs.new/left"));
        install();

        assertThat(workshop.path("node/opt/jfs/bin/version")).hasContent("2");
        assertThat(workshop.path("node/opt/jfs.old/bin/version")).hasContent("1");
        assertThat(workshop.path("node/opt/jfs.new")).doesNotExist();
        assertThat(workshop.path("node/opt/jfs/left")).doesNotExist();
        assertThat(Files.readAllLines(workshop.path("calls")))
                .filteredOn(call -> call.endsWith("restart jfs-snapshotter.service"))
                .hasSize(2);
    }

    private void install() throws Exception {
        JsonNode container = manifest().at("/spec/template/spec/initContainers/0");
        String script = container.at("/args/0").asText();
        workshop.run(
                "sh",
                "-euc",
                script.replace("/host/opt", workshop.path("node/opt").toString())
                        .replace("cp -a /opt/jfs", "cp -a " + workshop.path("image/opt/jfs")));
    }

    private static void script(Path file, String text) throws IOException {
        assertThat(Files.exists(file, LinkOption.NOFOLLOW_LINKS)).isFalse();
        Files.writeString(file, "#!/bin/sh\n" + text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
