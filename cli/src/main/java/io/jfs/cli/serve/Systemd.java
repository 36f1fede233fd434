package io.jfs.cli.serve;

import io.jfs.linux.Datagrams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Tells systemd how a service is, as sd_notify(3) does. */
final class Systemd {
    private static final String SOCKET = "NOTIFY_SOCKET";

    private Systemd() {}

    /** Does nothing where systemd did not ask for it. */
    static void notify(Map<String, String> variables, String state) throws IOException {
        String socket = variables.getOrDefault(SOCKET, "");
        if (!socket.isEmpty()) {
            Datagrams.send(socket, state.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Whether a socket unit started the service: the socket is then standard input. */
    static boolean hasPassedSockets(Map<String, String> variables) {
        return !variables.getOrDefault("LISTEN_FDS", "").isEmpty();
    }
}
