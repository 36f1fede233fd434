package io.jfs.runtime.oci;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.linux.Fd;
import io.jfs.linux.Processes;
import io.jfs.runtime.plan.MonitorSettings;
import io.jfs.testkit.RequiresRoot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresRoot
class MonitorTest {
    @TempDir
    Path directory;

    private Bundle bundle;

    @BeforeEach
    void make() throws IOException {
        bundle = new Bundle(directory);
    }

    private MonitorSettings settings(boolean input, boolean terminal, long logBytes, int files, String... exitCommand) {
        return new MonitorSettings(
                bundle.path.toString(),
                bundle.path.resolve("log").toString(),
                logBytes,
                files,
                "",
                input,
                terminal,
                List.of(exitCommand));
    }

    /** A client of the attach socket. */
    private final class Client implements AutoCloseable {
        private final SocketChannel channel = SocketChannel.open(bundle.attachAddress());

        private Client() throws IOException {}

        void send(int type, byte[] payload) throws IOException {
            ByteBuffer frame = ByteBuffer.allocate(8 + payload.length);
            frame.putInt(type << 24).putInt(payload.length).put(payload).flip();
            while (frame.hasRemaining()) {
                channel.write(frame);
            }
        }

        void input(String text) throws IOException {
            send(0, text.getBytes(StandardCharsets.UTF_8));
        }

        /** All frames' payloads until the exit code, which comes last. */
        String readAll(int stream) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            while (true) {
                ByteBuffer header = read(8);
                int type = header.getInt() >>> 24;
                byte[] payload = read(header.getInt()).array();
                if (type == stream) {
                    out.writeBytes(payload);
                } else if (type == 3) {
                    out.writeBytes(("exit " + ByteBuffer.wrap(payload).getInt()).getBytes(StandardCharsets.UTF_8));
                    return out.toString(StandardCharsets.ISO_8859_1);
                }
            }
        }

        private ByteBuffer read(int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.allocate(length);
            while (buffer.hasRemaining()) {
                if (channel.read(buffer) < 0) {
                    throw new IOException("the monitor has gone");
                }
            }
            return buffer.flip();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private int monitorPid() throws IOException {
        String status = Files.readString(
                Path.of("/proc/" + bundle.runtime.pid(bundle.id).orElseThrow() + "/status"));
        return Integer.parseInt(status.lines()
                .filter(line -> line.startsWith("PPid:"))
                .findFirst()
                .orElseThrow()
                .substring(5)
                .strip());
    }

    @Test
    void the_log_and_an_attached_client_get_every_byte() throws IOException {
        bundle.script("i=0; while [ $i -lt 20000 ]; do echo line $i of some length; i=$((i+1)); done; echo err >&2;"
                + " printf '\\000\\377no newline'; exit 3");
        bundle.create();
        String attached;
        try (Client client = new Client()) {
            bundle.runtime.start(bundle.id);
            Bundle.pause(); // a client that is slow holds the container up, and loses nothing
            attached = client.readAll(1);
        }
        Bundle.Outcome outcome = bundle.await();
        assertThat(outcome.out()).hasLineCount(20001).endsWith("\0\u00ffno newline");
        assertThat(attached).isEqualTo(outcome.out() + "exit 3");
        assertThat(outcome.err()).isEqualTo("err\n");
        bundle.runtime.delete(bundle.id, true);
    }

    @Test
    void an_attached_client_gives_input_and_ends_it() throws IOException {
        bundle.script("cat; echo end").create(CreateOptions.DEFAULT.withMonitor(settings(true, false, 0, 1)));
        try (Client client = new Client()) {
            bundle.runtime.start(bundle.id);
            client.input("one\n");
            client.input("x".repeat(200_000));
            client.send(5, new byte[0]);
            assertThat(client.readAll(1)).isEqualTo("one\n" + "x".repeat(200_000) + "end\nexit 0");
        }
        bundle.await();
        bundle.runtime.delete(bundle.id, true);
    }

    @Test
    void without_input_the_program_reads_nothing() throws IOException {
        assertThat(bundle.script("cat; echo end").run().out()).isEqualTo("end\n");
    }

    @Test
    void a_terminal_has_the_size_that_clients_give_it() throws IOException {
        bundle.process().put("terminal", true);
        bundle.process().putObject("consoleSize").put("height", 30).put("width", 90);
        bundle.script("stty size; read line; stty size; test -t 0 && test -t 1 && ls -l /dev/console; exit 4")
                .create(CreateOptions.DEFAULT.withMonitor(settings(true, true, 0, 1)));
        try (Client client = new Client()) {
            bundle.runtime.start(bundle.id);
            client.send(4, new byte[] {0, 44, 0, 123});
            client.input("go\n");
            assertThat(client.readAll(1))
                    .contains("44 123")
                    .contains("/dev/console")
                    .endsWith("exit 4");
        }
        assertThat(bundle.await().out()).contains("go");
        bundle.runtime.delete(bundle.id, true);
    }

    @Test
    void it_is_small_and_outlives_a_hangup_but_not_its_container() throws IOException {
        bundle.script("sleep 100").create();
        bundle.runtime.start(bundle.id);
        int pid = monitorPid();
        String status = Files.readString(Path.of("/proc/" + pid + "/status"));
        long kilobytes = Long.parseLong(status.lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow()
                .replaceAll("\\D", ""));
        assertThat(kilobytes).isLessThan(3 * 1024);
        assertThat(status).contains("Name:\tjfs-mon");
        try (Fd monitor = Processes.pidfdOpen(pid)) {
            for (int signal : List.of(1, 2, 3, 13, 15)) {
                Processes.signal(monitor, signal);
            }
        }
        try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            assertThat(open.count())
                    .as("its descriptors, with none of the caller's")
                    .isLessThan(25);
        }
        bundle.runtime.kill(bundle.id, 15, false);
        bundle.runtime.kill(bundle.id, 9, false);
        assertThat(bundle.await().code()).isEqualTo(137);
        bundle.runtime.delete(bundle.id, true);
        for (int i = 0; i < 500 && Files.exists(Path.of("/proc/" + pid)); i++) {
            Bundle.pause();
        }
        assertThat(Path.of("/proc/" + pid)).doesNotExist();
    }

    @Test
    void a_program_killed_for_want_of_memory_is_told_apart() throws IOException {
        bundle.linux()
                .putObject("resources")
                .putObject("memory")
                .put("limit", 8 << 20)
                .put("swap", 8 << 20);
        bundle.script("x=0123456789abcdef; while :; do x=$x$x; done");
        bundle.create(CreateOptions.DEFAULT.withMonitor(settings(false, false, 0, 1)));
        bundle.runtime.start(bundle.id);
        assertThat(bundle.await().code()).isEqualTo(137);
        assertThat(bundle.path.resolve("exit")).content().contains("\"oomKilled\":true", "\"signal\":9");
        bundle.runtime.delete(bundle.id, true);
    }

    @Test
    void after_the_end_it_becomes_the_command_it_was_given() throws IOException {
        Path done = directory.resolve("done");
        bundle.script("exit 5")
                .create(CreateOptions.DEFAULT.withMonitor(settings(
                        false,
                        false,
                        0,
                        1,
                        "/bin/sh",
                        "-c",
                        "cat \"$1\" >\"$2\".new; mv \"$2\".new \"$2\"",
                        "sh",
                        bundle.path.resolve("exit").toString(),
                        done.toString())));
        bundle.runtime.start(bundle.id);
        for (int i = 0; i < 1000 && !Files.exists(done); i++) {
            Bundle.pause();
        }
        assertThat(done).content().contains("\"exitCode\":5");
        bundle.runtime.delete(bundle.id, true);
    }

    @Test
    void a_log_that_grows_begins_anew_and_keeps_so_many_files() throws IOException {
        bundle.script("i=0; while [ $i -lt 300 ]; do echo line $i; i=$((i+1)); done")
                .create(CreateOptions.DEFAULT.withMonitor(settings(false, false, 4096, 3)));
        bundle.runtime.start(bundle.id);
        bundle.await();
        bundle.runtime.delete(bundle.id, true);
        try (Stream<Path> logs = Files.list(bundle.path)) {
            assertThat(logs.map(path -> String.valueOf(path.getFileName())).filter(name -> name.startsWith("log")))
                    .containsExactlyInAnyOrder("log", "log.1", "log.2");
        }
        assertThat(bundle.log("stdout")).endsWith("line 299\n");
        assertThat(Files.size(bundle.path.resolve("log.1"))).isLessThanOrEqualTo(4096);
    }

    @Test
    void when_it_is_killed_that_is_seen_and_deletion_leaves_nothing() throws IOException {
        bundle.script("sleep 100").create();
        bundle.runtime.start(bundle.id);
        try (Fd monitor = Processes.pidfdOpen(monitorPid())) {
            Processes.signal(monitor, 9);
        }
        assertThat(bundle.runtime.status(bundle.id)).isEqualTo(ContainerStatus.RUNNING);
        int pid = bundle.runtime.pid(bundle.id).orElseThrow();
        bundle.runtime.delete(bundle.id, true);
        assertThat(ProcessRef.of(pid)).isEmpty();
        assertThat(bundle.path.resolve("exit")).doesNotExist();
        assertThat(bundle.runtime.list()).isEmpty();
    }
}
