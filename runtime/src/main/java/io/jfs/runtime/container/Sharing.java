package io.jfs.runtime.container;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.image.oci.Json;
import io.jfs.runtime.container.ContainerOptions.Text;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Which namespaces a container has of its own, and which it shares with the host or with another container.
 *
 * @param namespaces for {@code linux.namespaces}
 * @param ownsNetwork whether its network is its own
 * @param ownsHostname whether its host name is its own
 * @param hostNetwork whether it is in the host's network
 */
record Sharing(ArrayNode namespaces, boolean ownsNetwork, boolean ownsHostname, boolean hostNetwork) {
    /** Finds the first process of a running container by its name. */
    interface ProcessFinder {
        int pidOf(String container) throws IOException;
    }

    private static final String OF_CONTAINER = "container:";
    private static final String OF_PATH = "ns:";

    private record Kind(String name, String procName, Text option) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("pid", "pid", Text.PID),
            new Kind("ipc", "ipc", Text.IPC),
            new Kind("uts", "uts", Text.UTS),
            new Kind("network", "net", Text.NETWORK),
            new Kind("cgroup", "cgroup", Text.CGROUP));

    static Sharing of(ContainerOptions options, ProcessFinder finder) throws IOException {
        ArrayNode namespaces = Json.array();
        namespaces.addObject().put("type", "mount");
        boolean ownsNetwork = false;
        boolean ownsHostname = false;
        for (Kind kind : KINDS) {
            String mode = options.text(kind.option()).orElse("");
            if (mode.equals("host")) {
                continue;
            }
            Optional<String> path = path(kind, mode, finder);
            ObjectNode namespace = namespaces.addObject().put("type", kind.name());
            path.ifPresent(joined -> namespace.put("path", joined));
            ownsNetwork |= kind.option() == Text.NETWORK && path.isEmpty();
            ownsHostname |= kind.option() == Text.UTS;
        }
        boolean host = options.text(Text.NETWORK).orElse("").equals("host");
        return new Sharing(namespaces, ownsNetwork, ownsHostname, host);
    }

    /** The network that a container is to be connected to; empty if it stays alone or is in that of somebody else. */
    static Optional<String> network(ContainerOptions options) {
        String mode = options.text(Text.NETWORK).orElse("");
        if (List.of("none", "host").contains(mode) || mode.startsWith(OF_CONTAINER) || mode.startsWith(OF_PATH)) {
            return Optional.empty();
        }
        return Optional.of(mode.isEmpty() || mode.equals("default") ? "bridge" : mode);
    }

    private static Optional<String> path(Kind kind, String mode, ProcessFinder finder) throws IOException {
        if (mode.startsWith(OF_CONTAINER)) {
            int pid = finder.pidOf(mode.substring(OF_CONTAINER.length()));
            return Optional.of("/proc/" + pid + "/ns/" + kind.procName());
        }
        if (mode.startsWith(OF_PATH)) {
            return Optional.of(mode.substring(OF_PATH.length()));
        }
        boolean known = kind.option() == Text.NETWORK
                || List.of("", "private", "shareable").contains(mode);
        if (!known) {
            throw new ContainerException("invalid --" + kind.name() + " mode \"" + mode + '"');
        }
        return Optional.empty();
    }
}
