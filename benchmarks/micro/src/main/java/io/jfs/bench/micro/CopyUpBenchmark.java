package io.jfs.bench.micro;

import io.jfs.linux.Open;
import io.jfs.union.Attributes;
import io.jfs.union.Name;
import io.jfs.union.Union;
import io.jfs.union.UnionOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A small file of a lower layer comes into the upper because it is opened for writing; per file. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CopyUpBenchmark {
    private static final int FILES = 500;

    private final Attributes attributes = new Attributes();
    private final long[] files = new long[FILES];
    private Union union;
    private List<Path> lowers;

    /** Makes the files once. */
    @Setup
    public void make(ScratchDirectory scratch) throws IOException {
        lowers = scratch.layers(1, FILES);
    }

    /** A new upper each time; all files are known. */
    @Setup(Level.Invocation)
    public void open(ScratchDirectory scratch) throws IOException {
        union = Union.open(UnionOptions.of(lowers, scratch.directory("upper"), scratch.directory("work")));
        long directory = union.lookup(Union.ROOT, Name.of("d"), attributes);
        for (int i = 0; i < FILES; i++) {
            files[i] = union.lookup(directory, Name.of("layer0-file" + i), attributes);
        }
    }

    /** Closes the union. */
    @TearDown(Level.Invocation)
    public void close() {
        union.close();
    }

    /** Opens each for writing. */
    @Benchmark
    @OperationsPerInvocation(FILES)
    public void openForWriting() throws IOException {
        for (long file : files) {
            union.release(union.open(file, Open.O_WRONLY));
        }
    }
}
