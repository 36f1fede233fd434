package io.jfs.runtime.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.image.oci.InvalidImageException;
import io.jfs.image.oci.Json;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.Locks;
import io.jfs.linux.mount.MountCalls;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The network of one container: made when its namespace is there, taken away when it has ended. What was made is noted
 * in a file, so any process can take it away, and after a crash too.
 */
public final class ContainerNetwork {
    /** Who resolves names in a plain user's network. */
    public static final String USER_MODE_NAME_SERVER = UserModeNetwork.NAME_SERVER;

    private static final String INTERFACE = "eth0";
    private static final String VERSION = "cniVersion";

    private final Settings settings;
    private final String container;
    private final Path namespace;
    private final Path note;

    /**
     * Where networks come from.
     *
     * @param configurations directory of configuration lists
     * @param plugins directories of plugins
     * @param bridge the name of jfs's own bridge
     * @param subnet its pool of addresses
     * @param state where plugins keep what they gave away
     * @param userMode whether this is a plain user, whose networks slirp4netns(1) makes instead
     */
    public record Settings(
            Path configurations, List<Path> plugins, String bridge, String subnet, Path state, boolean userMode) {
        /** What the environment says, else the usual places. */
        public static Settings of(Map<String, String> environment, Path runRoot) {
            String path = environment.getOrDefault("CNI_PATH", "/usr/lib/cni:/opt/cni/bin:/usr/libexec/cni");
            return new Settings(
                    Path.of(environment.getOrDefault("JFS_CNI_CONFIG", "/etc/cni/net.d")),
                    List.of(path.split(":", -1)).stream().map(Path::of).toList(),
                    environment.getOrDefault("JFS_BRIDGE", "jfs0"),
                    environment.getOrDefault("JFS_SUBNET", "10.88.64.0/20"),
                    runRoot.resolve("cni"),
                    environment.containsKey("JFS_ROOTLESS_UID")); // set by bin/jfs
        }
    }

    /**
     * @param namespace where the network namespace is kept while the network is there
     * @param note the file that says what was made
     */
    public ContainerNetwork(Settings settings, String container, Path namespace, Path note) {
        this.settings = settings;
        this.container = container;
        this.namespace = namespace;
        this.note = note;
    }

    /**
     * What a container got.
     *
     * @param addresses its own, without the length of the network
     * @param gateways ways out
     */
    public record Connection(String network, List<String> addresses, List<String> gateways, List<PortMapping> ports) {
        /** Not connected. */
        public static final Connection NONE = new Connection("none", List.of(), List.of(), List.of());

        static Connection of(JsonNode note, List<PortMapping> ports) {
            List<String> addresses = new ArrayList<>();
            List<String> gateways = new ArrayList<>();
            for (JsonNode ip : note.path("result").path("ips")) {
                String address = ip.path("address").asText("");
                addresses.add(address.substring(0, Math.max(0, address.indexOf('/'))));
                if (ip.has("gateway")) {
                    gateways.add(ip.path("gateway").asText(""));
                }
            }
            return new Connection(note.path("network").path("name").asText(""), addresses, gateways, ports);
        }
    }

    /**
     * Connects a process's network namespace.
     *
     * @throws NetworkException if the network is unknown or a plugin fails; what was made is taken away then
     */
    public Connection connect(String name, int pid, List<PortMapping> wanted) throws IOException {
        CniNetwork network = configured(settings, name);
        keepNamespace(pid);
        List<PortMapping> ports = new ArrayList<>();
        for (PortMapping port : wanted) {
            ports.add(port.hostPort() == 0 ? port.on(freePort(port)) : port);
        }
        write(network, ports, Json.object());
        try (Fd _ = lock()) {
            ObjectNode result = settings.userMode ? userMode().connect(ports) : add(network, ports);
            return Connection.of(write(network, ports, result), ports);
        } catch (IOException | RuntimeException e) {
            try {
                disconnect();
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    // A network without plugins: what was made is a process.
    private static CniNetwork userMode(String name) throws NetworkException {
        if (!name.equals("bridge") && !name.equals("slirp4netns")) {
            throw new NetworkException("network " + name + " needs root; a plain user has host, none and slirp4netns");
        }
        return new CniNetwork("slirp4netns", "1.0.0", List.of());
    }

    private UserModeNetwork userMode() {
        return new UserModeNetwork(namespace, namespace.resolveSibling("slirp4netns.pid"));
    }

    /**
     * Makes sure that there is such a network.
     *
     * @throws NetworkException if not
     */
    public static void require(Settings settings, String name) throws IOException {
        configured(settings, name);
    }

    private static CniNetwork configured(Settings settings, String name) throws IOException {
        if (settings.userMode) {
            return userMode(name);
        }
        Optional<CniNetwork> configured = CniNetwork.find(settings.configurations, name);
        if (configured.isPresent()) {
            return configured.get();
        }
        if (!name.equals("bridge")) {
            throw new NetworkException("network " + name + " not found in " + settings.configurations);
        }
        return CniNetwork.ofBridge(settings.bridge, settings.subnet, settings.state.resolve("addresses"));
    }

    // Plugins need the namespace when they take away what they made, and by then its processes are gone.
    private void keepNamespace(int pid) throws IOException {
        if (!Files.exists(namespace)) {
            Files.createFile(namespace);
        }
        MountCalls.mount("/proc/" + pid + "/ns/net", namespace.toString(), "", MountCalls.MS_BIND, "");
    }

    // Some plugins make chains of the packet filter that are everybody's, and fail if two do at once.
    private Fd lock() throws IOException {
        Files.createDirectories(settings.state);
        return Locks.lockExclusive(settings.state.resolve("lock"));
    }

    private ObjectNode add(CniNetwork network, List<PortMapping> ports) throws IOException {
        CniPlugin caller = new CniPlugin(settings.plugins);
        caller.call("ADD", loopback(), target("lo"));
        ObjectNode result = Json.object();
        for (ObjectNode plugin : network.plugins()) {
            if (!isIdle(plugin, ports)) {
                result = caller.call("ADD", configuration(network, plugin, ports, result), target(INTERFACE));
            }
        }
        return result;
    }

    // Without ports to publish, the plugin for them has nothing to do.
    private static boolean isIdle(ObjectNode plugin, List<PortMapping> ports) {
        return ports.isEmpty() && plugin.path("type").asText("").equals("portmap");
    }

    private static ObjectNode loopback() {
        return Json.object().put(VERSION, "1.0.0").put("name", "lo").put("type", "loopback");
    }

    private CniPlugin.Target target(String networkInterface) {
        Optional<Path> kept = Files.exists(namespace) ? Optional.of(namespace) : Optional.empty();
        return new CniPlugin.Target(container, kept, networkInterface);
    }

    private static ObjectNode configuration(
            CniNetwork network, ObjectNode plugin, List<PortMapping> ports, ObjectNode previous) {
        ObjectNode configuration = plugin.deepCopy();
        configuration.put(VERSION, network.version()).put("name", network.name());
        if (plugin.path("capabilities").path("portMappings").asBoolean(false)) {
            ArrayNode mappings = configuration.putObject("runtimeConfig").putArray("portMappings");
            ports.forEach(port -> mappings.add(port.toJson()));
        }
        if (!previous.isEmpty()) {
            configuration.set("prevResult", previous);
        }
        return configuration;
    }

    private static int freePort(PortMapping port) throws IOException {
        InetAddress address = InetAddress.getByName(port.hostAddress().isEmpty() ? "0.0.0.0" : port.hostAddress());
        if (port.protocol().equals("udp")) {
            try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address, 0))) {
                return socket.getLocalPort();
            }
        }
        try (ServerSocket socket = new ServerSocket(0, 1, address)) {
            return socket.getLocalPort();
        }
    }

    private ObjectNode write(CniNetwork network, List<PortMapping> ports, ObjectNode result) throws IOException {
        ObjectNode json = Json.object();
        ObjectNode written =
                json.putObject("network").put("name", network.name()).put(VERSION, network.version());
        ArrayNode plugins = written.putArray("plugins");
        network.plugins().forEach(plugins::add);
        ArrayNode mappings = json.putArray("ports");
        ports.forEach(port -> mappings.add(port.toJson()));
        json.set("result", result);
        WholeFile.write(note, Json.bytes(json));
        return json;
    }

    /** What the container has now; empty if it is not connected. */
    public Optional<Connection> connection() throws IOException {
        Optional<ObjectNode> json = read();
        return json.map(object -> Connection.of(object, ports(object)));
    }

    private Optional<ObjectNode> read() throws IOException {
        try {
            return Optional.of(Json.parseObject(Files.readAllBytes(note), note.toString()));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (InvalidImageException e) {
            throw new NetworkException(String.valueOf(e.getMessage()), e);
        }
    }

    private static List<PortMapping> ports(ObjectNode json) {
        List<PortMapping> ports = new ArrayList<>();
        for (JsonNode port : json.path("ports")) {
            ports.add(new PortMapping(
                    port.path("hostIP").asText(""),
                    port.path("hostPort").asInt(),
                    port.path("containerPort").asInt(),
                    port.path("protocol").asText("")));
        }
        return ports;
    }

    /** Takes away all that was made. Repeatable, also after a crash of {@link #connect}. */
    public void disconnect() throws IOException {
        Optional<ObjectNode> json = read();
        IOException failure = null;
        if (json.isPresent()) {
            failure = remove(json.get());
            userMode().disconnect();
        }
        if (Files.exists(namespace)) {
            unmountNamespace();
            Files.deleteIfExists(namespace);
        }
        if (failure != null) {
            throw failure;
        }
        Files.deleteIfExists(note);
    }

    private @Nullable IOException remove(ObjectNode json) throws IOException {
        JsonNode written = json.path("network");
        List<ObjectNode> plugins = new ArrayList<>();
        written.path("plugins").forEach(plugin -> plugins.add((ObjectNode) plugin));
        CniNetwork network = new CniNetwork(
                written.path("name").asText(""), written.path(VERSION).asText(""), plugins);
        CniPlugin caller = new CniPlugin(settings.plugins);
        ObjectNode result = json.path("result") instanceof ObjectNode object ? object : Json.object();
        IOException failure = null;
        try (Fd _ = lock()) {
            for (ObjectNode plugin : plugins.reversed()) {
                if (isIdle(plugin, ports(json))) {
                    continue;
                }
                try {
                    caller.call("DEL", configuration(network, plugin, ports(json), result), target(INTERFACE));
                } catch (NetworkException e) {
                    failure = e;
                }
            }
        }
        return failure;
    }

    private void unmountNamespace() throws IOException {
        try {
            MountCalls.unmount(namespace.toString(), MountCalls.MNT_DETACH);
        } catch (ErrnoException e) {
            if (e.errno() != Errno.EINVAL) {
                throw e;
            }
        }
    }
}
