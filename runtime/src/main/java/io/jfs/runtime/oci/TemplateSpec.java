package io.jfs.runtime.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.image.oci.Json;
import io.jfs.linux.Processes;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;

/** A {@code config.json} to begin with, as {@code runc spec} writes one. */
public final class TemplateSpec {
    private TemplateSpec() {}

    /**
     * Makes one.
     *
     * @param rootless for a plain user: with a user namespace that maps his own ids to root, without cgroups
     */
    public static ObjectNode make(boolean rootless) throws IOException {
        ObjectNode config;
        try (InputStream in = TemplateSpec.class.getResourceAsStream("config.json")) {
            if (in == null) {
                throw new IOException("this build of jfs has no config.json");
            }
            config = Json.parseObject(in.readAllBytes(), "template");
        }
        if (rootless) {
            makeRootless(config);
        }
        return config;
    }

    private static void makeRootless(ObjectNode config) {
        ObjectNode linux = (ObjectNode) config.get("linux");
        ArrayNode namespaces = linux.withArray("namespaces");
        remove(namespaces, "type", "network");
        namespaces.addObject().put("type", "user");
        map(linux.putArray("uidMappings"), Processes.effectiveUserId());
        map(linux.putArray("gidMappings"), Processes.effectiveGroupId());
        linux.remove("resources");
        ArrayNode mounts = config.withArray("mounts");
        remove(mounts, "destination", "/sys");
        remove(mounts, "destination", "/sys/fs/cgroup");
        ObjectNode sys = mounts.addObject();
        sys.put("destination", "/sys").put("type", "none").put("source", "/sys");
        sys.putArray("options")
                .add("rbind")
                .add("nosuid")
                .add("noexec")
                .add("nodev")
                .add("ro");
        for (JsonNode mount : mounts) {
            if (mount.path("options") instanceof ArrayNode options) {
                remove(options, "gid=5"); // an id that is not mapped
            }
        }
    }

    private static void map(ArrayNode mappings, int id) {
        mappings.addObject().put("containerID", 0).put("hostID", id).put("size", 1);
    }

    private static void remove(ArrayNode objects, String field, String value) {
        for (Iterator<JsonNode> i = objects.iterator(); i.hasNext(); ) {
            if (i.next().path(field).asText().equals(value)) {
                i.remove();
            }
        }
    }

    private static void remove(ArrayNode texts, String value) {
        for (Iterator<JsonNode> i = texts.iterator(); i.hasNext(); ) {
            if (i.next().asText().equals(value)) {
                i.remove();
            }
        }
    }
}
