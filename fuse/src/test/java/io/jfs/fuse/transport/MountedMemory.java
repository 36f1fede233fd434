package io.jfs.fuse.transport;

import io.jfs.fuse.wire.Opcode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/** A mounted {@link MemoryFileSystem}, and the verbs of tests on it. */
final class MountedMemory implements AutoCloseable {
    final MemoryFileSystem files;
    final FuseSession session;
    final Path path;

    private Map<Opcode, Long> before = Map.of();

    private MountedMemory(MemoryFileSystem files, FuseSession session, Path path) {
        this.files = files;
        this.session = session;
        this.path = path;
    }

    static MountedMemory on(Path path, FuseOptions.Builder options) throws IOException {
        return on(path, options, new MemoryFileSystem());
    }

    static MountedMemory on(Path path, FuseOptions.Builder options, MemoryFileSystem files) throws IOException {
        return new MountedMemory(files, FuseMount.mount(files, path, options.build()), path);
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

    /** Runs a program and returns its standard output; fails if the program does. */
    static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
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
