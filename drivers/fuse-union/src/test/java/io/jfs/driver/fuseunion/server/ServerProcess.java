package io.jfs.driver.fuseunion.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.fuse.dispatch.OpenMode;
import io.jfs.fuse.transport.FuseSession;
import io.jfs.fuse.transport.Transport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Serves a {@link MountedUnion.Place} in a process of its own, until that is killed or the union is unmounted. */
public final class ServerProcess {
    private ServerProcess() {}

    /** Arguments: the directory, the open mode, the transport. */
    public static void main(String[] arguments) throws Exception {
        MountedUnion.Place place = MountedUnion.at(Path.of(arguments[0]));
        FuseSession session = place.mount(OpenMode.valueOf(arguments[1]), Transport.valueOf(arguments[2]))
                .session();
        ready();
        session.awaitUnmount();
    }

    @SuppressWarnings("SystemOut")
    private static void ready() {
        System.out.println("ready");
    }

    /** Starts one; it has mounted when this returns. */
    static Process start(Path directory, OpenMode mode, Transport transport) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(java, "-Xmx64m", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--add-opens=java.base/java.nio=ALL-UNNAMED"));
        command.addAll(List.of("--sun-misc-unsafe-memory-access=allow", "-cp", classPath));
        command.addAll(List.of(ServerProcess.class.getName(), directory.toString(), mode.name(), transport.name()));
        Process server = new ProcessBuilder(command)
                .redirectError(directory.resolve("server.log").toFile())
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine())
                    .as(Files.readString(directory.resolve("server.log")))
                    .isEqualTo("ready");
        }
        return server;
    }
}
