package io.jfs.runtime.network;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.image.oci.InvalidImageException;
import io.jfs.image.oci.Json;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A network: plugins in the order in which they build on each other.
 *
 * @param version of the CNI specification that the plugins are spoken to in
 */
record CniNetwork(String name, String version, List<ObjectNode> plugins) {
    private static final String DEFAULT_VERSION = "1.0.0";

    /** Finds a network among the configuration lists of a directory, in the order of their file names. */
    static Optional<CniNetwork> find(Path directory, String name) throws IOException {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> lists = Files.newDirectoryStream(directory, "*.conflist")) {
                lists.forEach(files::add);
            }
        }
        Collections.sort(files);
        for (Path file : files) {
            CniNetwork network = read(file);
            if (network.name.equals(name)) {
                return Optional.of(network);
            }
        }
        return Optional.empty();
    }

    private static CniNetwork read(Path file) throws IOException {
        try {
            ObjectNode json = Json.parseObject(Files.readAllBytes(file), file.toString());
            List<ObjectNode> plugins = new ArrayList<>();
            json.path("plugins").forEach(plugin -> {
                if (plugin instanceof ObjectNode object) {
                    plugins.add(object);
                }
            });
            return new CniNetwork(
                    json.path("name").asText(""), json.path("cniVersion").asText(DEFAULT_VERSION), plugins);
        } catch (InvalidImageException e) {
            throw new NetworkException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * jfs's own bridge.
     *
     * @param subnet of the pool of addresses
     * @param leases where given addresses are noted
     */
    static CniNetwork ofBridge(String bridge, String subnet, Path leases) {
        ObjectNode own = plugin("bridge").put("bridge", bridge);
        own.put("isGateway", true).put("ipMasq", true).put("hairpinMode", true);
        ObjectNode ipam = own.putObject("ipam").put("type", "host-local").put("dataDir", leases.toString());
        ArrayNode ranges = ipam.putArray("ranges");
        ranges.addArray().addObject().put("subnet", subnet);
        ipam.putArray("routes").addObject().put("dst", "0.0.0.0/0");
        ObjectNode ports = plugin("portmap");
        ports.putObject("capabilities").put("portMappings", true);
        return new CniNetwork("bridge", DEFAULT_VERSION, List.of(own, ports, plugin("firewall")));
    }

    private static ObjectNode plugin(String type) {
        return Json.object().put("type", type);
    }
}
