package io.jfs.bench.micro;

import io.jfs.driver.fuseunion.server.UnionHandler;
import io.jfs.driver.fuseunion.server.UnionHandlerOptions;
import io.jfs.fuse.wire.Opcode;
import io.jfs.union.Union;
import io.jfs.union.UnionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One request from its bytes to the reply's bytes, through dispatch and the union to the layers and back; only the
 * kernel is left out. {@code -prof gc} must show no garbage here, but for a name that was not asked for before.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DispatchBenchmark {
    private static final byte[] KNOWN = Requests.name("layer0-file1");
    private static final byte[] ABSENT = Requests.name("absent");
    private static final byte[] GETATTR = new byte[16];
    private static final byte[] READ = Requests.read(4096);
    private static final byte[] LIST = Requests.read(32 * 1024);
    private static final byte[] WRITE = Requests.write(4096);
    private static final byte[] CAPABILITY = Requests.xattr("security.capability");
    private static final byte[] FORGET = Requests.forget(1);

    private UnionHandler handler;
    private Requests requests;
    private long directory;
    private long file;
    private long written;

    /** Makes one layer of fifty files, and knows the directory and a file. */
    @Setup
    public void open(ScratchDirectory scratch) throws IOException {
        List<Path> lowers = scratch.layers(1, 50);
        Files.write(lowers.getFirst().resolve("d/layer0-file1"), new byte[8192]);
        UnionOptions options = UnionOptions.of(lowers, scratch.directory("upper"), scratch.directory("work"));
        handler = new UnionHandler(Union.open(options), UnionHandlerOptions.DEFAULT);
        requests = new Requests(handler);
        directory = requests.lookup(Union.ROOT, "d");
        file = requests.lookup(directory, "layer0-file1");
        written = requests.lookup(directory, "layer0-file2");
    }

    /** Closes the union. */
    @TearDown
    public void close() {
        handler.stop();
    }

    /** LOOKUP of a file that is known, and the FORGET that takes it back. */
    @Benchmark
    public int lookup() {
        int length = requests.require(Opcode.LOOKUP, directory, KNOWN);
        return length + requests.send(Opcode.FORGET, file, FORGET);
    }

    /** LOOKUP of a name that no layer has. */
    @Benchmark
    public int lookupAbsent() {
        return requests.send(Opcode.LOOKUP, directory, ABSENT);
    }

    /** GETATTR. */
    @Benchmark
    public int getattr() {
        return requests.require(Opcode.GETATTR, file, GETATTR);
    }

    /** READ of 4 KiB, without an open. */
    @Benchmark
    public int read() {
        return requests.require(Opcode.READ, file, READ);
    }

    /** WRITE of 4 KiB to a file that is in the upper since the first one, without an open. */
    @Benchmark
    public int write() {
        return requests.require(Opcode.WRITE, written, WRITE);
    }

    /** READDIR of fifty names. */
    @Benchmark
    public int readdir() {
        return requests.require(Opcode.READDIR, directory, LIST);
    }

    /** READDIRPLUS of as many of the fifty as a buffer of the kernel takes, all known. */
    @Benchmark
    public int readdirplus() {
        return requests.require(Opcode.READDIRPLUS, directory, READ);
    }

    /** GETXATTR of what nearly no file has, as the kernel asks before a write. */
    @Benchmark
    public int getxattrAbsent() {
        return requests.send(Opcode.GETXATTR, file, CAPABILITY);
    }
}
