package io.jfs.runtime.network;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.image.oci.InvalidImageException;
import io.jfs.image.oci.Json;
import io.jfs.linux.Fd;
import io.jfs.linux.Processes;
import io.jfs.linux.Programs;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A plain user's network: slirp4netns(1) passes packets between a container's network namespace and sockets of the
 * user's. One process for each container, which lives until it is told to end.
 *
 * @param namespace the file where the network namespace is kept
 * @param pidFile which process it is
 */
record UserModeNetwork(Path namespace, Path pidFile) {
    /** What slirp4netns answers names by, when it can. */
    static final String NAME_SERVER = "10.0.2.3";

    private static final String NAME = "slirp4netns";
    private static final String ADDRESS = "10.0.2.100/24";
    private static final String GATEWAY = "10.0.2.2";
    private static final int SIGTERM = 15;

    /** In its working directory: a socket's path may have 107 bytes, a directory's may be longer. */
    private static final String SOCKET = "slirp4netns.sock";

    /** Returns when it is ready, with the process's number in a file; or at its end, when the log says why. */
    private static final String START = """
            cd "$1" && shift || exit
            pid=$1 log=$2
            shift 2
            { setsid "$@" 3>&1 >"$log" 2>&1 </dev/null & echo $! >"$pid"; } | head -c 1
            """;

    /** Starts it; what CNI plugins would answer. */
    ObjectNode connect(List<PortMapping> ports) throws IOException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", START, "sh"));
        Path log = pidFile.resolveSibling("slirp4netns.log");
        String directory = String.valueOf(pidFile.getParent());
        command.addAll(List.of(directory, pidFile.toString(), log.toString(), find().toString()));
        command.addAll(List.of("--configure", "--mtu=65520", "--disable-host-loopback", "--ready-fd=3"));
        if (!ports.isEmpty()) {
            command.add("--api-socket=" + SOCKET);
        }
        command.addAll(List.of("--netns-type=path", namespace.toString(), "eth0"));
        Programs.Answer answer = Programs.ask(command, Map.of("PATH", "/usr/bin:/bin:/usr/sbin:/sbin"), new byte[0]);
        if (answer.output().isEmpty()) {
            throw new NetworkException(
                    NAME + ": " + (Files.exists(log) ? Files.readString(log).strip() : answer.error()));
        }
        for (PortMapping port : ports) {
            publish(port);
        }
        ObjectNode result = Json.object();
        result.putArray("ips").addObject().put("address", ADDRESS).put("gateway", GATEWAY);
        return result;
    }

    private static Path find() throws NetworkException {
        for (String directory : List.of("/usr/bin", "/usr/local/bin", "/bin")) {
            Path program = Path.of(directory, NAME);
            if (Files.isExecutable(program)) {
                return program;
            }
        }
        throw new NetworkException(
                "a plain user's network needs slirp4netns, which is not installed; use --network host"
                        + " or none, or install it");
    }

    private void publish(PortMapping port) throws IOException {
        ObjectNode request = Json.object().put("execute", "add_hostfwd");
        request.putObject("arguments")
                .put("proto", port.protocol())
                .put("host_addr", port.hostAddress().isEmpty() ? "0.0.0.0" : port.hostAddress())
                .put("host_port", port.hostPort())
                .put("guest_port", port.containerPort());
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            Path directory = Path.of("/proc", Integer.toString(pid().orElseThrow()), "cwd");
            channel.connect(UnixDomainSocketAddress.of(directory.resolve(SOCKET)));
            channel.write(ByteBuffer.wrap(Json.bytes(request)));
            channel.shutdownOutput();
            byte[] reply = Channels.newInputStream(channel).readAllBytes();
            ObjectNode answer = Json.parseObject(reply, NAME);
            if (answer.has("error")) {
                throw new NetworkException("cannot publish port " + port.hostPort() + ": "
                        + answer.path("error").path("desc").asText(""));
            }
        } catch (InvalidImageException e) {
            throw new NetworkException(NAME + ": " + e.getMessage(), e);
        }
    }

    /** Ends it, if it is there. */
    void disconnect() throws IOException {
        Optional<Integer> pid = pid();
        if (pid.isPresent()) {
            try (Fd process = Processes.pidfdOpen(pid.get())) {
                // Its number may be another's by now; only the right one works on our namespace.
                if (arguments(pid.get()).contains(namespace.toString())) {
                    Processes.signal(process, SIGTERM);
                }
            } catch (io.jfs.linux.ErrnoException _) {
                // It has ended.
            }
        }
        Files.deleteIfExists(pidFile);
    }

    // Whatever another process is called; one that ends meanwhile has no arguments.
    private static String arguments(int pid) {
        try {
            return new String(Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline")), StandardCharsets.UTF_8);
        } catch (IOException _) {
            return "";
        }
    }

    private Optional<Integer> pid() throws IOException {
        try {
            return Optional.of(Integer.parseInt(Files.readString(pidFile).strip()));
        } catch (NoSuchFileException | NumberFormatException _) {
            return Optional.empty();
        }
    }
}
