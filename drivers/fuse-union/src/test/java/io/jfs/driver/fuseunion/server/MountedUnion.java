package io.jfs.driver.fuseunion.server;

import io.jfs.fuse.dispatch.OpenMode;
import io.jfs.fuse.transport.FuseOptions;
import io.jfs.fuse.transport.FuseSession;
import io.jfs.fuse.transport.Transport;
import io.jfs.fuse.wire.Opcode;
import io.jfs.union.Union;
import io.jfs.union.UnionOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A mounted union, and the verbs of tests on it. */
final class MountedUnion implements AutoCloseable {
    private static final int FORGET_ATTEMPTS = 20;

    final Path path;
    final Union union;

    private final FuseSession session;
    private Map<Opcode, Long> before = Map.of();

    private MountedUnion(Path path, Union union, FuseSession session) {
        this.path = path;
        this.union = union;
        this.session = session;
    }

    /** What a test mounts: directories below one of its own, made when they are asked for. */
    record Place(Path directory) {
        Path lower() throws IOException {
            return Files.createDirectories(directory.resolve("lower"));
        }

        Path lower(int index) throws IOException {
            return Files.createDirectories(directory.resolve("lower" + index));
        }

        Path upper() throws IOException {
            return Files.createDirectories(directory.resolve("upper"));
        }

        Path work() throws IOException {
            return Files.createDirectories(directory.resolve("work"));
        }

        MountedUnion mount(OpenMode mode) throws IOException {
            return mount(options(), UnionHandlerOptions.DEFAULT, fuse(mode));
        }

        MountedUnion mount(OpenMode mode, Transport transport) throws IOException {
            return mount(options(), UnionHandlerOptions.DEFAULT, fuse(mode).transport(transport));
        }

        MountedUnion mountReadOnly() throws IOException {
            return mount(UnionOptions.readOnly(List.of(lower())), UnionHandlerOptions.DEFAULT, fuse(OpenMode.AUTO));
        }

        UnionOptions options() throws IOException {
            return UnionOptions.of(List.of(lower()), upper(), work());
        }

        static FuseOptions.Builder fuse(OpenMode mode) {
            return FuseOptions.builder()
                    .openMode(mode)
                    .allowOther(true)
                    .suid(true)
                    .devices(true);
        }

        MountedUnion mount(UnionOptions union, UnionHandlerOptions handler, FuseOptions.Builder fuse)
                throws IOException {
            Path mount = Files.createDirectories(directory.resolve("mount"));
            Union opened = Union.open(union);
            boolean writable = union.upper().isPresent();
            return new MountedUnion(mount, opened, UnionServer.mount(opened, writable, handler, fuse.build(), mount));
        }
    }

    static Place at(Path directory) {
        return new Place(directory);
    }

    FuseSession session() {
        return session;
    }

    Path at(String name) {
        return path.resolve(name);
    }

    Path write(String name, String content) throws IOException {
        return Files.writeString(at(name), content);
    }

    String read(String name) throws IOException {
        return Files.readString(at(name));
    }

    /** Forgets the requests so far. */
    void startCounting() {
        before = session.statistics().byOpcode();
    }

    /** The requests since {@link #startCounting}, but for those that nobody waits for. */
    Map<Opcode, Long> requests() {
        Map<Opcode, Long> counts = new EnumMap<>(Opcode.class);
        session.statistics().byOpcode().forEach((opcode, count) -> {
            long since = count - before.getOrDefault(opcode, 0L);
            boolean asynchronous = opcode.isOneWay() || opcode == Opcode.RELEASE || opcode == Opcode.RELEASEDIR;
            if (since > 0 && !asynchronous) {
                counts.put(opcode, since);
            }
        });
        return counts;
    }

    /** How many requests somebody waited for since {@link #startCounting}. */
    long waits() {
        return requests().values().stream().mapToLong(Long::longValue).sum();
    }

    /** Runs a shell line in the mount and returns what it prints; fails if it does. The shell does the waiting. */
    String shell(String line) throws IOException, InterruptedException {
        return run(List.of("timeout", "600", "sh", "-c", "cd \"$0\" || exit 1; " + line, path.toString()));
    }

    /** Makes the kernel forget what nobody uses, and returns how many nodes are left. */
    long forgetAll() throws IOException, InterruptedException {
        for (int i = 0; i < FORGET_ATTEMPTS && union.knownNodes() > 1; i++) {
            Files.writeString(Path.of("/proc/sys/vm/drop_caches"), "2");
            run(List.of("sync", "-f", path.toString())); // a round trip after the forgets
        }
        return union.knownNodes();
    }

    static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(new ArrayList<>(command))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
        return output;
    }

    @Override
    public void close() throws IOException {
        if (session.isEnded()) {
            return;
        }
        try {
            session.unmountLazily();
            session.awaitUnmount();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while unmounting " + path, e);
        }
    }
}
