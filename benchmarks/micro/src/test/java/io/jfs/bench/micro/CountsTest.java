package io.jfs.bench.micro;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.driver.fuseunion.server.UnionHandler;
import io.jfs.driver.fuseunion.server.UnionHandlerOptions;
import io.jfs.driver.fuseunion.server.UnionServer;
import io.jfs.fuse.dispatch.OpenMode;
import io.jfs.fuse.transport.FuseOptions;
import io.jfs.fuse.transport.FuseSession;
import io.jfs.fuse.transport.Transport;
import io.jfs.fuse.wire.Opcode;
import io.jfs.linux.Open;
import io.jfs.testkit.RequiresFuse;
import io.jfs.testkit.RequiresRoot;
import io.jfs.union.Attributes;
import io.jfs.union.Caller;
import io.jfs.union.LayerIndex;
import io.jfs.union.Name;
import io.jfs.union.Union;
import io.jfs.union.UnionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What fixed work costs in requests, system calls and allocations: figures that do not depend on the machine's mood, so
 * they can fail a build. {@code counts.properties} has what is allowed.
 */
class CountsTest {
    /** The kernel sends these when it likes. */
    private static final Set<Opcode> NOT_COUNTED =
            Set.of(Opcode.FORGET, Opcode.BATCH_FORGET, Opcode.INTERRUPT, Opcode.INIT, Opcode.DESTROY, Opcode.STATFS);

    /** Names of counts, and what is counted. */
    private static final String[][] STEPS = {
        {"find-cold", "find . -printf '%s\\n' >/dev/null"},
        {"find-warm", "find . -printf '%s\\n' >/dev/null"},
        {"read", "cat d/layer*-file* >/dev/null"},
        {"read-again", "cat d/layer*-file* >/dev/null"},
        {"absent", "for i in 1 2 3; do test -e d/no || test -e no || test -e d/none; done || true"},
        {"copy-up", "echo more >>d/layer7-file1"},
        {"create", "mkdir new && for i in 1 2 3 4 5 6 7 8 9 10; do echo x >new/$i; done"},
        {"rename", "mv new/1 new/one"},
        {"chown", "chown -R 1:1 new"},
        {"remove", "rm -r new"},
        {"remove-lower", "rm d/layer3-file*"}
    };

    private static final byte[] READ = Requests.read(4096);
    private static final byte[] WRITE = Requests.write(4096);
    private static final int LAYERS = 8;
    private static final int FILES = 10;

    private final ScratchDirectory scratch = new ScratchDirectory();

    @AfterEach
    void remove() throws IOException {
        scratch.remove();
    }

    /** Requests of shell commands on a mount of eight layers with ten files each in one directory. */
    @ParameterizedTest
    @EnumSource(names = {"PASSTHROUGH", "ZERO", "CACHED"})
    @RequiresRoot
    @RequiresFuse
    void requests_of_a_mount(OpenMode mode) throws Exception {
        Path mount = scratch.directory("mnt");
        UnionOptions options =
                UnionOptions.of(scratch.layers(LAYERS, FILES), scratch.directory("upper"), scratch.directory("work"));
        FuseOptions fuse = FuseOptions.builder()
                .transport(Transport.DEV_FUSE)
                .openMode(mode)
                .build();
        FuseSession session = UnionServer.mount(options, UnionHandlerOptions.DEFAULT, fuse, mount);
        Map<String, Long> counts = new TreeMap<>();
        try {
            assertThat(session.openMode()).isEqualTo(mode);
            for (String[] step : STEPS) {
                Map<Opcode, Long> before = SettledRequests.of(session.statistics());
                shell(mount, step[1]);
                SettledRequests.of(session.statistics()).forEach((opcode, count) -> {
                    long more = count - before.getOrDefault(opcode, 0L);
                    if (more > 0 && !NOT_COUNTED.contains(opcode)) {
                        counts.put(step[0] + "." + opcode, more);
                    }
                });
            }
        } finally {
            session.unmount();
        }
        Baseline.check("requests-" + mode.name().toLowerCase(Locale.ROOT), counts);
    }

    private static void shell(Path directory, String script) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", "cd '" + directory + "' && { " + script + "; }")
                .inheritIO()
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(script + ": exit code " + process.exitValue());
        }
    }

    /** Bytes for each request, once its code is compiled. */
    @Test
    void allocations_of_a_request() throws IOException {
        UnionOptions options =
                UnionOptions.of(scratch.layers(1, FILES), scratch.directory("upper"), scratch.directory("work"));
        Files.writeString(options.lowers().getFirst().resolve("written"), "content");
        UnionHandler handler = new UnionHandler(Union.open(options), UnionHandlerOptions.DEFAULT);
        Map<String, Long> counts = new TreeMap<>();
        try {
            Requests requests = new Requests(handler);
            long directory = requests.lookup(Union.ROOT, "d");
            long file = requests.lookup(directory, "layer0-file1");
            long written = requests.lookup(Union.ROOT, "written");
            byte[] known = Requests.name("layer0-file1");
            byte[] capability = Requests.xattr("security.capability");
            byte[] attributes = new byte[16];
            Map<String, Runnable> work = new TreeMap<>();
            work.put("LOOKUP", () -> requests.send(Opcode.LOOKUP, directory, known));
            work.put("GETATTR", () -> requests.send(Opcode.GETATTR, file, attributes));
            work.put("GETATTR-of-upper", () -> requests.send(Opcode.GETATTR, written, attributes));
            work.put("GETXATTR", () -> requests.send(Opcode.GETXATTR, file, capability));
            work.put("READ", () -> requests.send(Opcode.READ, file, READ));
            work.put("WRITE", () -> requests.send(Opcode.WRITE, written, WRITE));
            work.put("READDIR", () -> requests.send(Opcode.READDIR, directory, READ));
            work.put("READDIRPLUS", () -> requests.send(Opcode.READDIRPLUS, directory, READ));
            work.forEach((name, run) -> counts.put(name, Allocations.least(run)));
        } finally {
            handler.stop();
        }
        Baseline.check("bytes", counts);
    }

    /** System calls of the union without FUSE, by strace(1) on this process. */
    @Test
    @RequiresRoot
    void system_calls_of_the_union() throws Exception {
        List<Path> lowers = scratch.layers(LAYERS, FILES);
        Attributes out = new Attributes();
        Caller root = new Caller(0, 0, 022);
        UnionOptions options = UnionOptions.of(lowers, scratch.directory("upper"), scratch.directory("work"));
        try (Union union = Union.open(options)) {
            // what comes before each count loads classes and opens directories
            long directory = union.lookup(Union.ROOT, Name.of("d"), out);
            union.lookup(directory, Name.of("layer1-file9"), out);
            union.lookup(directory, Name.of("not-there"), out);
            long first = union.lookup(directory, Name.of("layer7-file2"), out);
            long second = union.lookup(directory, Name.of("layer7-file3"), out);
            union.release(union.open(first, Open.O_WRONLY));
            union.create(directory, Name.of("new0"), 0644, Open.O_RDWR, root, out);
            union.unlink(directory, Name.of("new0"));
            union.unlink(directory, Name.of("layer7-file4"));
            union.readDirectory(Union.ROOT, 0, (name, inode, type, next) -> true);
            SystemCalls calls = SystemCalls.attach(scratch.path());
            calls.count("lookup-top", () -> union.lookup(directory, Name.of("layer0-file1"), out));
            calls.count("lookup-lowest", () -> union.lookup(directory, Name.of("layer7-file1"), out));
            calls.count("lookup-absent", () -> union.lookup(directory, Name.of("absent"), out));
            calls.count("list", () -> union.readDirectory(directory, 0, (name, inode, type, next) -> true));
            calls.count("copy-up", () -> union.release(union.open(second, Open.O_WRONLY)));
            calls.count("create", () -> union.create(directory, Name.of("new1"), 0644, Open.O_RDWR, root, out));
            calls.count("unlink", () -> union.unlink(directory, Name.of("new1")));
            calls.count("unlink-lower", () -> union.unlink(directory, Name.of("layer7-file5")));
            Baseline.check("calls", calls.finish());
        }
    }

    /** The same of a union whose lowers are indexed. */
    @Test
    @RequiresRoot
    void system_calls_of_an_indexed_union() throws Exception {
        Path index = scratch.path().resolve("index");
        UnionOptions options = UnionOptions.readOnly(scratch.layers(LAYERS, FILES));
        LayerIndex.build(options, index);
        Attributes out = new Attributes();
        try (Union union = Union.open(options.withLayerIndex(index))) {
            long directory = union.lookup(Union.ROOT, Name.of("d"), out);
            union.lookup(directory, Name.of("layer1-file9"), out);
            union.lookup(directory, Name.of("not-there"), out);
            union.readDirectory(Union.ROOT, 0, (name, inode, type, next) -> true);
            SystemCalls calls = SystemCalls.attach(scratch.path());
            calls.count("lookup-lowest", () -> union.lookup(directory, Name.of("layer7-file1"), out));
            calls.count("lookup-absent", () -> union.lookup(directory, Name.of("absent"), out));
            calls.count("list", () -> union.readDirectory(directory, 0, (name, inode, type, next) -> true));
            Baseline.check("calls-indexed", calls.finish());
        }
    }
}
