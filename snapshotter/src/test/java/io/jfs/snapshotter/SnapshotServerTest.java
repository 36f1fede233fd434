package io.jfs.snapshotter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotServerTest {
    @TempDir
    Path place;

    @Test
    void only_the_owner_can_connect_and_a_closed_server_leaves_no_socket() throws IOException {
        try (ServedStore served = new ServedStore(place, "vfs")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(served.socket())))
                    .isEqualTo("rw-------");
        }
        try (var names = Files.list(place)) {
            assertThat(names.map(path -> path.getFileName().toString())).containsExactly("root");
        }
    }

    @Test
    void the_socket_of_a_killed_server_is_replaced() throws IOException {
        try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(place.resolve("jfs.sock")));
        }
        try (ServedStore served = new ServedStore(place, "vfs")) {
            assertThat(served.client.names()).isEmpty();
        }
    }

    @Test
    void a_second_server_and_a_file_in_the_way_are_refused() throws IOException {
        try (ServedStore served = new ServedStore(place, "vfs")) {
            assertThatThrownBy(() -> ListeningSocket.at(served.socket()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(served.socket().toString())
                    .hasMessageContaining("another server listens there");
            assertThat(served.client.names()).isEmpty();

            Path file = Files.writeString(place.resolve("file"), "precious");
            assertThatThrownBy(() -> ListeningSocket.at(file)).hasMessageContaining("something else than a socket");
            assertThat(file).hasContent("precious");
        }
    }

    @Test
    void metrics_and_health_are_answered_on_request() throws Exception {
        InetSocketAddress address = freeAddress();
        try (ServedStore served = new ServedStore(place, "vfs", Optional.of(address))) {
            served.client.prepare("a", "");
            Client.assertRefused(io.grpc.Status.Code.NOT_FOUND, "none", () -> served.client.stat("none"));

            assertThat(get(address, "/metrics"))
                    .contains("jfs_info{driver=\"vfs\"} 1")
                    .contains("jfs_calls_total{method=\"Prepare\",code=\"OK\"} 1")
                    .contains("jfs_calls_total{method=\"Stat\",code=\"NOT_FOUND\"} 1")
                    .contains("jfs_call_seconds_bucket{method=\"Prepare\",le=\"+Inf\"} 1")
                    .contains("jfs_call_seconds_count{method=\"Stat\"} 1")
                    .contains("jfs_calls_running 0");
            assertThat(get(address, "/healthz")).isEqualTo("ok\n");
        }
    }

    private static InetSocketAddress freeAddress() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
        }
    }

    private static String get(InetSocketAddress address, String path) throws IOException {
        try (InputStream body = URI.create("http://127.0.0.1:" + address.getPort() + path)
                .toURL()
                .openStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
