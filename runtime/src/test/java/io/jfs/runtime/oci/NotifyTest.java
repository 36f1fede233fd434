package io.jfs.runtime.oci;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.image.oci.Json;
import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresRoot
class NotifyTest {
    @TempDir
    Path directory;

    private static byte[] receive(ServerSocketChannel server) {
        try (SocketChannel agent = server.accept()) {
            ByteBuffer text = ByteBuffer.allocate(1 << 16);
            while (agent.read(text) >= 0) {}
            return Arrays.copyOf(text.array(), text.position());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The descriptor that comes along is dropped here, and then the calls in question fail with ENOSYS. */
    @Test
    void an_agent_is_told_of_the_process_and_gets_the_listener() throws IOException {
        Bundle bundle = new Bundle(directory);
        Path socket = directory.resolve("agent");
        ObjectNode seccomp = bundle.linux().putObject("seccomp");
        seccomp.put("defaultAction", "SCMP_ACT_ALLOW")
                .put("listenerPath", socket.toString())
                .put("listenerMetadata", "data");
        ObjectNode rule = seccomp.putArray("syscalls").addObject();
        rule.put("action", "SCMP_ACT_NOTIFY").putArray("names").add("mkdir").add("mkdirat");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            CompletableFuture<byte[]> told = CompletableFuture.supplyAsync(() -> receive(server));
            bundle.script("mkdir /tmp/x").create();
            JsonNode state = Json.parseObject(told.join(), "state");
            assertThat(state.at("/fds/0").asText()).isEqualTo("seccompFd");
            assertThat(state.get("metadata").asText()).isEqualTo("data");
            assertThat(state.get("pid").intValue())
                    .isEqualTo(bundle.runtime.pid(bundle.id).orElseThrow());
            assertThat(state.at("/state/id").asText()).isEqualTo(bundle.id.text());
            bundle.runtime.start(bundle.id);
            assertThat(bundle.await().err()).contains("Function not implemented");
        } finally {
            bundle.runtime.delete(bundle.id, true);
        }
    }
}
