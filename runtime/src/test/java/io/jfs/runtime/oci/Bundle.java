package io.jfs.runtime.oci;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.image.oci.Json;
import io.jfs.runtime.plan.MonitorSettings;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A bundle with a root of busybox, and containers made of it, whose output a monitor keeps. */
final class Bundle {
    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final List<String> NAMESPACES = List.of("pid", "network", "ipc", "uts", "mount", "cgroup");

    final Path path;
    final Path rootfs;
    final OciRuntime runtime;
    final ContainerId id;
    final ObjectNode config = Json.object();

    /** How a container ended: its exit code, and its log without times. */
    record Outcome(int code, String out, String err) {}

    Bundle(Path directory) throws IOException {
        path = directory.resolve("bundle");
        rootfs = path.resolve("rootfs");
        runtime = new OciRuntime(directory.resolve("run"));
        id = ContainerId.of("jfs-test-" + ProcessHandle.current().pid() + "-" + NEXT.incrementAndGet());
        for (String name : List.of("bin", "proc", "sys", "dev", "tmp", "etc", "root")) {
            Files.createDirectories(rootfs.resolve(name));
        }
        Files.copy(Path.of("/bin/busybox"), rootfs.resolve("bin/busybox"));
        for (String applet : List.of(
                "sh",
                "cat",
                "ls",
                "id",
                "sleep",
                "echo",
                "mount",
                "true",
                "env",
                "stat",
                "head",
                "grep",
                "kill",
                "pwd",
                "wc",
                "readlink",
                "hostname",
                "dd",
                "touch",
                "mkdir",
                "ln",
                "rm",
                "stty",
                "ip",
                "yes",
                "nproc",
                "umount",
                "mknod",
                "test",
                "sed",
                "tail",
                "ps",
                "printf",
                "cut",
                "sync")) {
            Files.createSymbolicLink(rootfs.resolve("bin/" + applet), Path.of("busybox"));
        }
        Files.writeString(
                rootfs.resolve("etc/passwd"), "root:x:0:0:root:/root:/bin/sh\nuser:x:1000:1000::/home/user:/bin/sh\n");
        defaults();
    }

    private void defaults() {
        config.put("ociVersion", "1.2.0");
        ObjectNode process = config.putObject("process");
        process.putObject("user").put("uid", 0).put("gid", 0);
        process.putArray("args").add("true");
        process.putArray("env").add("PATH=/bin");
        process.put("cwd", "/");
        process.put("noNewPrivileges", true);
        ObjectNode capabilities = process.putObject("capabilities");
        for (String set : List.of("bounding", "effective", "permitted")) {
            capabilities
                    .putArray(set)
                    .add("CAP_KILL")
                    .add("CAP_NET_BIND_SERVICE")
                    .add("CAP_DAC_OVERRIDE")
                    .add("CAP_CHOWN");
        }
        config.putObject("root").put("path", "rootfs");
        config.put("hostname", "inside");
        mount("/proc", "proc", "proc");
        mount("/dev", "tmpfs", "tmpfs", "nosuid", "mode=755", "size=64k");
        mount("/dev/pts", "devpts", "devpts", "nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620");
        ObjectNode linux = config.putObject("linux");
        NAMESPACES.forEach(type -> namespaces().addObject().put("type", type));
        linux.putArray("maskedPaths")
                .add("/proc/kcore")
                .add("/proc/keys")
                .add("/proc/timer_list")
                .add("/sys/firmware");
        linux.putArray("readonlyPaths").add("/proc/sys").add("/proc/bus");
    }

    ObjectNode process() {
        return (ObjectNode) config.get("process");
    }

    ObjectNode linux() {
        return (ObjectNode) config.get("linux");
    }

    ArrayNode namespaces() {
        return linux().withArray("namespaces");
    }

    Bundle args(String... args) {
        ArrayNode array = process().putArray("args");
        List.of(args).forEach(array::add);
        return this;
    }

    Bundle script(String text) {
        return args("/bin/sh", "-c", text);
    }

    Bundle with(Consumer<Bundle> change) {
        change.accept(this);
        return this;
    }

    Bundle mount(String destination, String type, String source, String... options) {
        ObjectNode mount = config.withArray("mounts").addObject();
        mount.put("destination", destination).put("type", type).put("source", source);
        ArrayNode array = mount.putArray("options");
        List.of(options).forEach(array::add);
        return this;
    }

    void write() throws IOException {
        Files.write(path.resolve("config.json"), Json.bytes(config));
    }

    MonitorSettings monitor() {
        boolean terminal = process().path("terminal").asBoolean();
        return new MonitorSettings(
                path.toString(), path.resolve("log").toString(), 0, 1, "", false, terminal, List.of());
    }

    CreateOptions monitored() {
        return CreateOptions.DEFAULT.withMonitor(monitor());
    }

    UnixDomainSocketAddress attachAddress() {
        return UnixDomainSocketAddress.of(path.resolve("attach.sock"));
    }

    /** In a user namespace the container's root cannot make what the host's root owns. */
    Bundle withDirectories(String... names) throws IOException {
        for (String name : names) {
            Files.createDirectories(rootfs.resolve(name));
        }
        return this;
    }

    void create() throws IOException {
        create(monitored());
    }

    void create(CreateOptions options) throws IOException {
        Files.deleteIfExists(path.resolve("log"));
        write();
        runtime.create(path, id, options);
    }

    /** Creates, starts, waits, deletes. */
    Outcome run() throws IOException {
        return run(monitored());
    }

    Outcome run(CreateOptions options) throws IOException {
        try {
            create(options);
            runtime.start(id);
            return await();
        } finally {
            runtime.delete(id, true);
        }
    }

    Outcome await() throws IOException {
        Path exit = path.resolve("exit");
        for (int i = 0; i < 6000 && !Files.exists(exit); i++) {
            pause();
        }
        String text = Files.readString(exit);
        int code = Json.parseObject(text.getBytes(StandardCharsets.UTF_8), "exit")
                .get("exitCode")
                .intValue();
        return new Outcome(code, log("stdout"), log("stderr"));
    }

    static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What the log has of a stream. */
    String log(String stream) throws IOException {
        return text(path.resolve("log"), stream);
    }

    static String text(Path log, String stream) throws IOException {
        if (!Files.exists(log)) {
            return "";
        }
        // Not lines(): a record ends at a line feed only, whatever else the text holds.
        return Stream.of(Files.readString(log, StandardCharsets.ISO_8859_1).split("\n"))
                .map(line -> line.split(" ", 4))
                .filter(fields -> fields.length > 3 && fields[1].equals(stream))
                .map(fields -> fields[3] + (fields[2].equals("F") ? "\n" : ""))
                .collect(Collectors.joining());
    }
}
