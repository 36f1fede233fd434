package io.jfs.bench.micro;

import io.jfs.core.layer.LayerException;
import io.jfs.core.layer.WhiteoutName;
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
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** Is this name a whiteout? Asked for each entry of an archive, and for each entry that a lookup finds in an upper. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WhiteoutBenchmark {
    private final Attributes attributes = new Attributes();
    private Union union;
    private long directory;
    private Name hidden;

    /** Removes a file of a lower layer through the union, which leaves a whiteout in the upper. */
    @Setup
    public void open(ScratchDirectory scratch) throws IOException {
        List<Path> lowers = scratch.layers(2, 8);
        union = Union.open(UnionOptions.of(lowers, scratch.directory("upper"), scratch.directory("work")));
        hidden = Name.of("hidden");
        directory = union.lookup(Union.ROOT, Name.of("d"), attributes);
        union.unlink(directory, hidden);
    }

    /** Closes the union. */
    @TearDown
    public void close() {
        union.close();
    }

    /** The name of an archive's entry that is none, and of one that is. */
    @Benchmark
    public void nameInArchive(Blackhole hole) throws LayerException {
        hole.consume(WhiteoutName.parse("usr/lib/libexample.so.1"));
        hole.consume(WhiteoutName.parse("usr/lib/.wh.hidden"));
    }

    /** A lookup that ends at a whiteout of the upper. */
    @Benchmark
    public long lookupHidden() throws IOException {
        return union.lookup(directory, hidden, attributes);
    }
}
