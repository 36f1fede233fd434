package io.jfs.testkit;

import io.jfs.core.tree.TreeRemover;
import io.jfs.linux.Fd;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What every filesystem that a container may have as its root must do, tried at a mount point. Each fact has a new
 * empty directory. The same facts hold on a plain directory, which proves the tests.
 *
 * <p>{@link NameFacts}: rename, links, unlink. {@link FileFacts}: reading, writing, holes, mapping.
 * {@link DirectoryFacts}: making, listing, removing. {@link AttributeFacts}: modes, owners, times, extended attributes.
 * {@link RandomFacts}: whatever can be done to a file's data, at random ({@link FileExerciser}).
 */
@RequiresRoot
public abstract class PosixContract implements NameFacts, FileFacts, DirectoryFacts, AttributeFacts, RandomFacts {
    private static final String SCRATCH = "posix";

    private @Nullable Fd directory;
    private @Nullable Fd scratch;

    /** For filesystems' tests. */
    protected PosixContract() {}

    /** A writable directory of the filesystem under test; asked for once before each test. */
    public abstract Path directory() throws IOException;

    /** Undoes what {@link #directory} did, such as a mount: called after each test, when nothing is open any more. */
    protected void leave() throws IOException {}

    /** The empty directory of the running test. */
    @Override
    public final Fd here() {
        if (scratch == null) {
            throw new IllegalStateException("only within a test");
        }
        return scratch;
    }

    @BeforeEach
    final void makeDirectory() throws IOException {
        directory = Open.open(directory(), Open.O_RDONLY | Open.O_DIRECTORY, 0);
        TreeRemover.removeAt(directory, SCRATCH);
        Links.mkdirAt(directory, SCRATCH, 0755);
        scratch = Open.openAt(directory, SCRATCH, Open.O_RDONLY | Open.O_DIRECTORY, 0);
    }

    @AfterEach
    final void removeDirectory() throws IOException {
        if (scratch != null) {
            scratch.close();
        }
        if (directory != null) {
            TreeRemover.removeAt(directory, SCRATCH);
            directory.close();
        }
        leave();
    }
}
