package io.jfs.driver.fuseunion.server;

import io.jfs.fuse.dispatch.DirectoryReply;
import io.jfs.linux.FileType;
import io.jfs.union.Attributes;
import io.jfs.union.EntrySink;
import io.jfs.union.Name;
import io.jfs.union.PlusSink;
import io.jfs.union.Union;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Puts a directory's entries into a reply until it is full. Reused by one thread. */
final class DirectoryWriter implements EntrySink, PlusSink {
    private @Nullable DirectoryReply reply;

    /** Answers one request. */
    void write(Union union, long node, long cookie, Attributes each, DirectoryReply into) throws IOException {
        reply = into;
        try {
            if (into.wantsEntries()) {
                union.readDirectoryPlus(node, cookie, each, this);
            } else {
                union.readDirectory(node, cookie, this);
            }
        } finally {
            reply = null;
        }
    }

    @Override
    public boolean entry(Name name, long inode, FileType type, long next) {
        return reply().add(name.array(), 0, name.length(), inode, type, next);
    }

    /** Those without a node, {@code .} and {@code ..}, stay names only: the kernel counts no lookup of them. */
    @Override
    public boolean entry(Name name, Attributes attributes, long next) {
        DirectoryReply into = reply();
        if (!into.add(name.array(), 0, name.length(), attributes.inode(), attributes.type(), next)) {
            return false;
        }
        if (attributes.node() != 0) {
            Scratch.write(attributes, into.entry().found(attributes.node(), 0));
        }
        return true;
    }

    private DirectoryReply reply() {
        if (reply == null) {
            throw new IllegalStateException("no request is being answered");
        }
        return reply;
    }
}
