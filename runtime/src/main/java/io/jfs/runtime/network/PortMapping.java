package io.jfs.runtime.network;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.image.oci.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A port of the container that is published on the host.
 *
 * @param hostAddress where it listens; empty means everywhere
 * @param hostPort 0 means one that is free
 * @param protocol {@code tcp}, {@code udp} or {@code sctp}
 */
public record PortMapping(String hostAddress, int hostPort, int containerPort, String protocol) {
    private static final Set<String> PROTOCOLS = Set.of("tcp", "udp", "sctp");
    private static final int MAX_PORT = 65535;

    /**
     * Reads {@code [[ADDRESS:][HOSTPORT]:]PORT[/PROTOCOL]}, where ports may be ranges of the same length.
     *
     * @throws NetworkException if it is malformed
     */
    public static List<PortMapping> parse(String text) throws NetworkException {
        int slash = text.lastIndexOf('/');
        String protocol = slash < 0 ? "tcp" : text.substring(slash + 1);
        String ports = slash < 0 ? text : text.substring(0, slash);
        if (!PROTOCOLS.contains(protocol)) {
            throw new NetworkException("invalid proto: " + protocol + " in \"" + text + '"');
        }
        int container = ports.lastIndexOf(':');
        String before = container < 0 ? "" : ports.substring(0, container);
        int host = before.lastIndexOf(':');
        String address = host < 0 ? "" : before.substring(0, host).replaceAll("^\\[|]$", "");
        int[] inside = range(ports.substring(container + 1), text);
        String outsideText = before.substring(host + 1);
        int[] outside = outsideText.isEmpty() ? new int[] {0, 0} : range(outsideText, text);
        if (outside[0] != 0 && outside[1] - outside[0] != inside[1] - inside[0]) {
            throw new NetworkException("invalid ranges specified for container and host ports: \"" + text + '"');
        }
        List<PortMapping> mappings = new ArrayList<>();
        for (int i = 0; i <= inside[1] - inside[0]; i++) {
            mappings.add(new PortMapping(address, outside[0] == 0 ? 0 : outside[0] + i, inside[0] + i, protocol));
        }
        return mappings;
    }

    /** Reads several. */
    public static List<PortMapping> parseAll(List<String> texts) throws NetworkException {
        List<PortMapping> all = new ArrayList<>();
        for (String text : texts) {
            all.addAll(parse(text));
        }
        return all;
    }

    private static int[] range(String text, String whole) throws NetworkException {
        int dash = text.indexOf('-');
        int first = port(dash < 0 ? text : text.substring(0, dash), whole);
        int last = dash < 0 ? first : port(text.substring(dash + 1), whole);
        if (last < first) {
            throw new NetworkException("invalid port range: \"" + whole + '"');
        }
        return new int[] {first, last};
    }

    private static int port(String text, String whole) throws NetworkException {
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new NetworkException("invalid port \"" + text + "\" in \"" + whole + '"');
    }

    /** As docker prints it: {@code 0.0.0.0:8080->80/tcp}. */
    @Override
    public String toString() {
        return shownAddress() + ":" + hostPort + "->" + containerPort + "/" + protocol;
    }

    /** The host's side, as docker prints it. */
    public String hostSide() {
        return shownAddress() + ":" + hostPort;
    }

    private String shownAddress() {
        return hostAddress.isEmpty() ? "0.0.0.0" : hostAddress;
    }

    PortMapping on(int port) {
        return new PortMapping(hostAddress, port, containerPort, protocol);
    }

    ObjectNode toJson() {
        ObjectNode json = Json.object().put("hostPort", hostPort).put("containerPort", containerPort);
        json.put("protocol", protocol);
        return hostAddress.isEmpty() ? json : json.put("hostIP", hostAddress);
    }
}
