package io.jfs.driver.fuseunion.server;

import io.jfs.fuse.dispatch.AttributesWriter;
import io.jfs.fuse.dispatch.FuseName;
import io.jfs.linux.Devices;
import io.jfs.union.AttributeChange;
import io.jfs.union.Attributes;
import io.jfs.union.Name;

/** What one serving thread uses for each request again, so that most requests allocate nothing. */
final class Scratch {
    final Attributes attributes = new Attributes();
    final AttributeChange change = new AttributeChange();
    final DirectoryWriter directory = new DirectoryWriter();

    private final Name name = new Name();
    private final Name secondName = new Name();
    private byte[] bytes = new byte[256];

    Name name(FuseName from) {
        return copy(from, name);
    }

    /** A second name of the same request. */
    Name secondName(FuseName from) {
        return copy(from, secondName);
    }

    private Name copy(FuseName from, Name into) {
        if (from.length() > bytes.length) {
            bytes = new byte[from.length()];
        }
        from.copyTo(bytes, 0);
        return into.set(bytes, 0, from.length());
    }

    static void write(Attributes from, AttributesWriter into) {
        into.inode(from.inode())
                .mode(from.mode())
                .size(from.size())
                .blocks(from.blocks())
                .links(from.links())
                .owner(from.uid(), from.gid())
                .device(Devices.major(from.rdev()), Devices.minor(from.rdev()))
                .accessed(from.atimeSeconds(), from.atimeNanos())
                .modified(from.mtimeSeconds(), from.mtimeNanos())
                .changed(from.ctimeSeconds(), from.ctimeNanos());
    }
}
