package io.jfs.union;

import io.jfs.union.index.IndexDirectory;
import io.jfs.union.index.IndexFile;
import io.jfs.union.index.IndexKey;
import io.jfs.union.index.IndexRefusedException;
import io.jfs.union.index.RootIdentity;
import io.jfs.union.layer.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The index of a union's lowers, if there is one that can be used. It never decides whether the union works: what it
 * does not know is looked for in the layers.
 */
final class LowerIndex implements AutoCloseable {
    /** That of a union which was given none. */
    static final LowerIndex NONE = new LowerIndex(null, null, Optional.empty());

    private final @Nullable IndexFile file;
    private final @Nullable IndexDirectory root;
    private volatile Optional<String> problem;

    private LowerIndex(@Nullable IndexFile file, @Nullable IndexDirectory root, Optional<String> problem) {
        this.file = file;
        this.root = root;
        this.problem = problem;
    }

    /** Opens what the options name. */
    static LowerIndex open(UnionOptions options, List<Layer> lowers) throws IOException {
        if (options.layerIndex().isEmpty()) {
            return NONE;
        }
        Path path = options.layerIndex().get();
        try {
            return open(path, key(options, lowers));
        } catch (IOException e) {
            LowerIndex unused = new LowerIndex(null, null, Optional.empty());
            unused.report("index " + path + " is not used: " + e.getMessage());
            return unused;
        }
    }

    private static LowerIndex open(Path path, IndexKey key) throws IOException {
        IndexFile file = IndexFile.open(path, key);
        try {
            return new LowerIndex(file, file.root(), Optional.empty());
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** What an index of these layers must say that it is of. */
    static IndexKey key(UnionOptions options, List<Layer> lowers) throws IOException {
        List<RootIdentity> roots = new ArrayList<>();
        for (Layer lower : lowers) {
            roots.add(RootIdentity.of(lower.stat()));
        }
        boolean seesAll = XattrMode.ofThisProcess() == XattrMode.TRUSTED;
        return new IndexKey(options.xattrs() == XattrMode.TRUSTED, options.aufsMarks(), seesAll, owners(), roots);
    }

    private static long owners() throws IOException {
        CRC32C sum = new CRC32C();
        sum.update(Files.readAllBytes(Path.of("/proc/self/uid_map")));
        sum.update(Files.readAllBytes(Path.of("/proc/self/gid_map")));
        return sum.getValue();
    }

    /** The root of the tree; null if there is no index. */
    @Nullable
    IndexDirectory root() {
        return root;
    }

    /** Whether the first lower's root is known to have no extended attributes. */
    boolean rootHasNoXattrs() {
        return file != null && file.rootHasNoXattrs();
    }

    /** What is in a directory's entry; null if that is damaged, which {@link #problem} says then. */
    @Nullable
    IndexDirectory inside(IndexDirectory directory, int entry) {
        try {
            return directory.inside(entry);
        } catch (IndexRefusedException e) {
            report("index " + e.getMessage() + "; the layers are looked into instead");
            return null;
        }
    }

    private void report(String what) {
        if (problem.isEmpty()) {
            problem = Optional.of(what);
        }
    }

    Optional<String> problem() {
        return problem;
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }
}
