package io.jfs.runtime.container;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.image.oci.Json;
import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;
import io.jfs.linux.FileType;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import io.jfs.runtime.container.ContainerOptions.Flag;
import io.jfs.runtime.container.ContainerOptions.Texts;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Devices of a container.
 *
 * @param nodes for {@code linux.devices}
 * @param rules for {@code linux.resources.devices}
 */
record DeviceOptions(ArrayNode nodes, ArrayNode rules) {
    private static final Set<String> OF_THE_RUNTIME = Set.of(
            "null", "zero", "full", "random", "urandom", "tty", "console", "ptmx", "stdin", "stdout", "stderr", "fd",
            "pts", "shm", "mqueue");

    /** @throws ContainerException if a device is none */
    static DeviceOptions of(ContainerOptions options) throws IOException {
        DeviceOptions devices = new DeviceOptions(Json.array(), Json.array());
        if (options.has(Flag.PRIVILEGED)) {
            devices.rules.addObject().put("allow", true).put("access", "rwm");
            devices.addAll();
            return devices;
        }
        devices.rules.addObject().put("allow", false).put("access", "rwm");
        for (String text : options.texts(Texts.DEVICES)) {
            devices.add(text);
        }
        return devices;
    }

    // HOST[:CONTAINER[:rwm]]
    private void add(String text) throws IOException {
        List<String> parts = List.of(text.split(":", -1));
        boolean accessOnly = parts.size() == 2 && parts.get(1).matches("[rwm]{1,3}");
        String host = parts.getFirst();
        String container = parts.size() > 1 && !accessOnly ? parts.get(1) : host;
        String access = accessOnly ? parts.get(1) : parts.size() > 2 ? parts.get(2) : "rwm";
        if (parts.size() > 3 || !container.startsWith("/") || !access.matches("[rwm]{1,3}")) {
            throw new ContainerException("invalid device \"" + text + "\": expected HOST[:CONTAINER[:rwm]]");
        }
        add(Path.of(host), container, access);
    }

    private void add(Path host, String container, String access) throws IOException {
        try (Fd node = Open.open(host, Open.O_PATH, 0)) {
            FileStat stat = Stat.stat(node);
            boolean block = stat.type() == FileType.BLOCK_DEVICE;
            if (!block && stat.type() != FileType.CHARACTER_DEVICE) {
                throw new ContainerException("error gathering device information while adding custom device \"" + host
                        + "\": not a device node");
            }
            String type = block ? "b" : "c";
            nodes.addObject()
                    .put("path", container)
                    .put("type", type)
                    .put("major", stat.rdevMajor())
                    .put("minor", stat.rdevMinor())
                    .put("fileMode", stat.permissions())
                    .put("uid", stat.uid())
                    .put("gid", stat.gid());
            ObjectNode rule = rules.addObject().put("allow", true).put("type", type);
            rule.put("major", stat.rdevMajor()).put("minor", stat.rdevMinor()).put("access", access);
        }
    }

    private void addAll() throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/dev"))) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                boolean device = !Files.isSymbolicLink(entry)
                        && !Files.isDirectory(entry)
                        && !Files.isRegularFile(entry)
                        && !OF_THE_RUNTIME.contains(name);
                if (device) {
                    addIfDevice(entry);
                }
            }
        }
    }

    private void addIfDevice(Path entry) throws IOException {
        try {
            add(entry, entry.toString(), "rwm");
        } catch (ContainerException _) {
            // A socket or a FIFO of the host's is nothing to a container.
        }
    }
}
