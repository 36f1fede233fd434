package io.jfs.union;

import io.jfs.linux.Errno;
import io.jfs.linux.FileSystemStat;
import io.jfs.union.layer.FdCache;
import io.jfs.union.layer.Layer;
import io.jfs.union.layer.Marks;
import io.jfs.union.layer.Origins;
import io.jfs.union.layer.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The open layers of a union. */
final class Layers implements AutoCloseable {
    private final @Nullable Layer upper;
    private final List<Layer> lowers;
    private final @Nullable Work work;
    private final Marks marks;
    private final Origins origins;
    private final FdCache cache;
    private final LowerIndex index;

    private Layers(
            @Nullable Layer upper,
            List<Layer> lowers,
            @Nullable Work work,
            Marks marks,
            FdCache cache,
            LowerIndex index) {
        this.upper = upper;
        this.lowers = List.copyOf(lowers);
        this.work = work;
        this.marks = marks;
        this.origins = new Origins(lowers);
        this.cache = cache;
        this.index = index;
    }

    static Layers open(UnionOptions options) throws IOException {
        FdCache cache = new FdCache(options.maxDescriptors());
        Marks marks = new Marks(options.xattrs().prefix(), options.aufsMarks());
        List<Layer> lowers = new ArrayList<>();
        Layer upper = null;
        LowerIndex index = LowerIndex.NONE;
        try {
            for (Path path : options.lowers()) {
                lowers.add(Layer.openLower(lowers.size() + 1, path, cache, marks));
            }
            index = LowerIndex.open(options, lowers);
            if (index.root() == null) {
                for (Layer lower : lowers) {
                    lower.root();
                }
            }
            Work work = null;
            if (options.upper().isPresent() && options.work().isPresent()) {
                upper = Layer.openUpper(options.upper().get(), cache, marks);
                work = Work.open(options.work().get(), options.index());
            }
            return new Layers(upper, lowers, work, marks, cache, index);
        } catch (IOException | RuntimeException e) {
            lowers.forEach(Layer::close);
            if (upper != null) {
                upper.close();
            }
            index.close();
            throw e;
        }
    }

    @Nullable
    Layer upper() {
        return upper;
    }

    /** The nearest first. */
    List<Layer> lowers() {
        return lowers;
    }

    /** What shows in the lowers without looking. */
    LowerIndex index() {
        return index;
    }

    FdCache cache() {
        return cache;
    }

    Marks marks() {
        return marks;
    }

    Origins origins() {
        return origins;
    }

    boolean isWritable() {
        return work != null;
    }

    /** The work directory; EROFS if there is no upper. */
    Work work() throws IOException {
        if (work == null) {
            throw Failures.of(Errno.EROFS, "union", "");
        }
        return work;
    }

    FileSystemStat fileSystem() throws IOException {
        return (upper != null ? upper : lowers.getFirst()).fileSystem();
    }

    @Override
    public void close() {
        cache.close();
        lowers.forEach(Layer::close);
        if (upper != null) {
            upper.close();
        }
        if (work != null) {
            work.close();
        }
        index.close();
    }
}
