package io.jfs.union;

import io.jfs.core.tree.TreeRemover;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Layers of a test in a temporary directory.
 *
 * <pre>
 *   lower1, lower2 …   the bottom first
 *   kernel, kernel-work   upper and work directory of a kernel overlay
 *   union, union-work     those of a union
 * </pre>
 */
final class Layering implements AutoCloseable {
    private final Path directory;
    private final List<Path> lowers = new ArrayList<>();

    Layering() throws IOException {
        directory = Files.createTempDirectory("union");
        for (String name : List.of("kernel", "kernel-work", "union", "union-work")) {
            Files.createDirectory(directory.resolve(name));
        }
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    /** A new empty lower layer above those so far. */
    Path newLower() throws IOException {
        Path lower = Files.createDirectory(directory.resolve("lower" + (lowers.size() + 1)));
        lowers.addFirst(lower);
        return lower;
    }

    /** The nearest first. */
    List<Path> lowers() {
        return lowers;
    }

    UnionOptions options() throws IOException {
        return UnionOptions.of(lowers, path("union"), path("union-work"));
    }

    UnionTree union() throws IOException {
        return new UnionTree(Union.open(options()), false);
    }

    KernelTree kernel(String... options) throws IOException {
        return KernelTree.overlay(lowers, path("kernel"), path("kernel-work"), options);
    }

    /** The kernel's overlay on what the union wrote. */
    KernelTree kernelOnUnion(String... options) throws IOException {
        return KernelTree.overlay(lowers, path("union"), path("union-work"), options);
    }

    @Override
    public void close() throws IOException {
        TreeRemover.remove(directory);
    }
}
