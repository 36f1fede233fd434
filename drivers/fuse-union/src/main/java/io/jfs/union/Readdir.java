package io.jfs.union;

import io.jfs.linux.FileType;
import java.io.IOException;

/** Reading directories. */
final class Readdir {
    private static final Name DOT_NAME = Name.of(".");
    private static final Name DOT_DOT_NAME = Name.of("..");
    private static final long DOT = 1;
    private static final long DOT_DOT = 2;

    private final Context context;
    private final Lookup lookup;
    private final ThreadLocal<Name> names = ThreadLocal.withInitial(Name::new); // no garbage for each entry

    Readdir(Context context, Lookup lookup) {
        this.context = context;
        this.lookup = lookup;
    }

    /** See {@link Union#readDirectory}. */
    void read(Node node, long offset, EntrySink sink) throws IOException {
        Listing listing = listing(node.requireDirectory(), offset);
        if (offset < DOT && !sink.entry(DOT_NAME, node.inode(), FileType.DIRECTORY, DOT)) {
            return;
        }
        if (offset < DOT_DOT && !sink.entry(DOT_DOT_NAME, parentOf(node).inode(), FileType.DIRECTORY, DOT_DOT)) {
            return;
        }
        Name name = names.get();
        for (int i = listing.indexAfter(Math.max(offset, DOT_DOT)); i < listing.size(); i++) {
            if (!sink.entry(listing.name(i, name), listing.inodes[i], listing.types[i], listing.cookies[i])) {
                return;
            }
        }
    }

    /** See {@link Union#readDirectoryPlus}. */
    void readPlus(Node node, long offset, Attributes attributes, PlusSink sink) throws IOException {
        UnionDirectory directory = node.requireDirectory();
        Listing listing = listing(directory, offset);
        if (offset < DOT && !sink.entry(DOT_NAME, dots(node, attributes), DOT)) {
            return;
        }
        if (offset < DOT_DOT && !sink.entry(DOT_DOT_NAME, dots(parentOf(node), attributes), DOT_DOT)) {
            return;
        }
        Name name = names.get();
        for (int i = listing.indexAfter(Math.max(offset, DOT_DOT)); i < listing.size(); i++) {
            Node child = lookup.retain(node, listing.name(i, name));
            if (child == null) {
                continue; // it went meanwhile
            }
            lookup.fill(child, attributes);
            if (!sink.entry(name, attributes, listing.cookies[i])) {
                context.release(child, 1);
                return;
            }
        }
    }

    private static Attributes dots(Node node, Attributes attributes) {
        attributes.fillDots(node.inode());
        return attributes;
    }

    private static Node parentOf(Node node) {
        Dentry entry = node.dentry();
        return entry == null ? node : entry.parent;
    }

    /** A reading from the start sees the present; one that goes on needs no newer listing, since cookies stay. */
    private Listing listing(UnionDirectory directory, long offset) throws IOException {
        directory.lock.lock();
        try {
            Listing current = directory.listing;
            if (current == null || (directory.listingIsOld && offset == 0)) {
                current = Listing.of(context, lookup, directory);
                directory.listing = current;
                directory.listingIsOld = false;
            }
            return current;
        } finally {
            directory.lock.unlock();
        }
    }
}
