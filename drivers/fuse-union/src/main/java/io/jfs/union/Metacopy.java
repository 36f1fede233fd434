package io.jfs.union;

import io.jfs.linux.Fd;
import io.jfs.linux.FileIo;
import io.jfs.linux.FileStat;
import io.jfs.linux.FileType;
import io.jfs.linux.Open;
import io.jfs.linux.Sync;
import io.jfs.linux.Xattr;
import io.jfs.union.layer.DescriptorFile;
import io.jfs.union.layer.EntryFile;
import io.jfs.union.layer.Replica;
import io.jfs.union.layer.SplitFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Files of which the upper has only the attributes, and a lower layer the data: overlay's {@code metacopy}. They get
 * their data before it changes, or before their name does, since they are found below by it.
 */
final class Metacopy {
    private static final String CAPABILITIES = "security.capability";

    private final Context context;
    private final CopyUp copyUp;

    Metacopy(Context context, CopyUp copyUp) {
        this.context = context;
        this.copyUp = copyUp;
    }

    /** Whether a change of a lower file's attributes should leave its data there. */
    boolean isWorthwhile(Node node) throws IOException {
        if (!context.options.metacopy() || node.type != FileType.REGULAR || node.real() instanceof SplitFile) {
            return false;
        }
        FileStat stat = node.stat();
        return stat.size() > 0 && stat.links() == 1;
    }

    /**
     * Copies a file's data up. The mark goes when the data is there and safe, so that a crash in between leaves the
     * file as it was. What writing changes besides is put back, as it is no change of the file.
     *
     * @param withData false if the file will be truncated anyway
     */
    void complete(Node node, boolean withData) throws IOException {
        List<Node> toRelease = new ArrayList<>();
        node.copyUp.lock();
        try {
            EntryFile below = node.dataBelow;
            if (below == null || !node.isUpper()) {
                return;
            }
            boolean kept = false;
            Fd file = openUpper(node);
            try {
                fill(file, withData ? Optional.of(below) : Optional.empty());
                synchronized (node) {
                    node.dataBelow = null;
                }
                node.backingIsLower = node.backing != 0; // it was registered with the data below
                if (node.backedOpens > 0 && node.backingIsLower) {
                    copyUp.retire(node, file, toRelease);
                    kept = true;
                }
            } finally {
                if (!kept) {
                    file.close();
                }
            }
        } finally {
            node.copyUp.unlock();
        }
        toRelease.forEach(parent -> context.release(parent, 1));
    }

    private static Fd openUpper(Node node) throws IOException {
        synchronized (node) {
            return node.real().open(Open.O_RDWR);
        }
    }

    private void fill(Fd file, Optional<EntryFile> below) throws IOException {
        DescriptorFile upper = new DescriptorFile(file);
        FileStat stat = upper.stat();
        Optional<byte[]> capabilities = Xattr.get(file, CAPABILITIES);
        if (below.isPresent()) {
            FileCopy.copyData(below.get(), file, stat.size());
        } else {
            FileIo.truncate(file, 0);
        }
        if (upper.stat().mode() != stat.mode()) {
            upper.chmod(stat.permissions());
        }
        if (capabilities.isPresent()) {
            Xattr.set(file, CAPABILITIES, capabilities.get());
        }
        Replica.copyTimes(stat, upper);
        if (!context.options.isVolatile()) {
            Sync.fsync(file);
        }
        context.layers.marks().removeMetacopy(file);
    }
}
