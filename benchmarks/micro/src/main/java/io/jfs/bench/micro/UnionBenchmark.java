package io.jfs.bench.micro;

import io.jfs.union.Attributes;
import io.jfs.union.LayerIndex;
import io.jfs.union.Name;
import io.jfs.union.Union;
import io.jfs.union.UnionOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The union's core without FUSE: names are looked up anew each time, in layers that merge in one directory. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class UnionBenchmark {
    private static final int FILES = 8;

    /** How many lower layers. */
    @Param({"1", "8", "64"})
    int layers;

    /** Whether the layers are indexed. */
    @Param({"false", "true"})
    boolean index;

    private final Attributes attributes = new Attributes();
    private Union union;
    private long directory;
    private Name lowest;
    private Name absent;
    private Name name;
    private int listed;

    /** Makes the layers, opens the union, and knows the directory. */
    @Setup
    public void open(ScratchDirectory scratch) throws IOException {
        UnionOptions options = UnionOptions.readOnly(scratch.layers(layers, FILES));
        if (index) {
            Path file = scratch.path().resolve("index");
            LayerIndex.build(options, file);
            options = options.withLayerIndex(file);
        }
        union = Union.open(options);
        name = Name.of("d");
        lowest = Name.of("layer" + (layers - 1) + "-file1");
        absent = Name.of("absent");
        directory = union.lookup(Union.ROOT, name, attributes);
    }

    /** Closes it. */
    @TearDown
    public void close() {
        union.close();
    }

    /** A file of the lowest layer, not known before. */
    @Benchmark
    public long lookupHit() throws IOException {
        long node = union.lookup(directory, lowest, attributes);
        union.forget(node, 1);
        return node;
    }

    /** A name that no layer has. */
    @Benchmark
    public long lookupMiss() throws IOException {
        return union.lookup(directory, absent, attributes);
    }

    /** The directory merged and listed; it is known, so the merge may be too. */
    @Benchmark
    public int readdir() throws IOException {
        listed = 0;
        union.readDirectory(directory, 0, (entry, inode, type, next) -> ++listed > 0);
        return listed;
    }

    /** The directory found, merged, listed and forgotten. */
    @Benchmark
    public int readdirMerge() throws IOException {
        listed = 0;
        union.forget(directory, 1);
        directory = union.lookup(Union.ROOT, name, attributes);
        union.readDirectory(directory, 0, (entry, inode, type, next) -> ++listed > 0);
        return listed;
    }
}
