package io.jfs.bench.micro;

import io.jfs.core.Change;
import io.jfs.core.diff.DoubleWalk;
import io.jfs.core.diff.OverlayUpperDiff;
import io.jfs.core.driver.ApplyTarget;
import io.jfs.core.layer.ApplyResult;
import io.jfs.core.layer.LayerApplier;
import io.jfs.core.layer.LayerLimits;
import io.jfs.core.layer.LayerWriter;
import io.jfs.core.tree.TreeRemover;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
import org.openjdk.jmh.infra.Blackhole;

/** A layer of a thousand small files as a tar, applied and found again; per entry. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LayerBenchmark {
    private static final int FILES = 1000;
    private static final String PREFIX = "trusted.overlay.";

    private byte[] tar;
    private Path applied;
    private Path empty;
    private Path upper;
    private List<Change> changes;

    /** Makes the tar, and a tree that is compared. */
    @Setup
    public void make(ScratchDirectory scratch) throws IOException {
        applied = scratch.layers(1, FILES).getFirst();
        empty = scratch.directory("empty");
        changes = new ArrayList<>();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Fd root = open(applied);
                Fd nothing = open(empty)) {
            DoubleWalk.changes(nothing, root, changes::add);
            LayerWriter.write(root, changes, out);
        }
        tar = out.toByteArray();
    }

    private static Fd open(Path directory) throws IOException {
        return Open.open(directory, Open.O_RDONLY | Open.O_DIRECTORY, 0);
    }

    /** An empty upper for each application. */
    @Setup(Level.Invocation)
    public void empty(ScratchDirectory scratch) throws IOException {
        upper = Files.createDirectory(scratch.path().resolve("upper"));
    }

    /** Removes it. */
    @TearDown(Level.Invocation)
    public void removeUpper() throws IOException {
        TreeRemover.remove(upper);
    }

    /** Tar to files in an overlay's upper. */
    @Benchmark
    @OperationsPerInvocation(FILES)
    public ApplyResult apply() throws IOException {
        ApplyTarget target = new ApplyTarget.OverlayUpper(upper, List.of(), PREFIX);
        return new LayerApplier(target, LayerLimits.DEFAULT).apply(new ByteArrayInputStream(tar));
    }

    /** What an upper changes. */
    @Benchmark
    @OperationsPerInvocation(FILES)
    public boolean diffUpper(Blackhole hole) throws IOException {
        return OverlayUpperDiff.changes(applied, List.of(empty), PREFIX, hole::consume);
    }

    /** The same by walking two trees. */
    @Benchmark
    @OperationsPerInvocation(FILES)
    public void diffWalk(Blackhole hole) throws IOException {
        try (Fd root = open(applied);
                Fd nothing = open(empty)) {
            DoubleWalk.changes(nothing, root, hole::consume);
        }
    }

    /** Files to tar. */
    @Benchmark
    @OperationsPerInvocation(FILES)
    public void write() throws IOException {
        try (Fd root = open(applied)) {
            LayerWriter.write(root, changes, java.io.OutputStream.nullOutputStream());
        }
    }
}
