package io.jfs.union;

import io.jfs.linux.Fd;
import io.jfs.union.layer.DescriptorFile;
import io.jfs.union.layer.EntryAt;
import io.jfs.union.layer.RealFile;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file that is being made in a directory of the upper; if making it opens it, it is open for as long as this is. */
final class NewFile implements AutoCloseable {
    /** Makes an inode in a directory with a name and permissions. */
    interface Maker {
        void make(Fd directory, String name, int permissions) throws IOException;
    }

    /** Makes a regular file in a directory with a name and permissions, and opens it. */
    interface Opener {
        Fd make(Fd directory, String name, int permissions) throws IOException;
    }

    /** What is done with a file that was just made, while it is open if it is. */
    interface Use {
        void of(Node node, @Nullable Fd open) throws IOException;
    }

    final String name;

    /** Type, and the permissions it is made with. */
    final int mode;

    private final Maker maker;
    private @Nullable Fd open;

    NewFile(String name, int mode, Maker maker) {
        this.name = name;
        this.mode = mode;
        this.maker = maker;
    }

    /** One that is opened when it is made. */
    static NewFile opened(String name, int mode, Opener opener) {
        return new NewFile(name, mode, opener);
    }

    private NewFile(String name, int mode, Opener opener) {
        this.name = name;
        this.mode = mode;
        this.maker = (directory, as, permissions) -> open = opener.make(directory, as, permissions);
    }

    void make(Fd directory, String as, NewFileAttributes.Plan plan) throws IOException {
        maker.make(directory, as, plan.permissions());
    }

    @Nullable
    Fd open() {
        return open;
    }

    /** Once it is made. */
    RealFile in(Fd directory) {
        return open == null ? new EntryAt(directory, name) : new DescriptorFile(open);
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
        }
    }
}
