package io.jfs.linux.btrfs;

import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import java.nio.ByteBuffer;

/** Reads items of the filesystem's own trees: {@code BTRFS_IOC_TREE_SEARCH}. Needs {@code CAP_SYS_ADMIN}. */
final class TreeSearch {
    private static final Ioctl TREE_SEARCH = new Ioctl(0xd0009411L, "BTRFS_IOC_TREE_SEARCH");
    private static final int ARGS_BYTES = 4096; // struct btrfs_ioctl_search_args { search_key key; char buf[3992]; }
    private static final int KEY_BYTES = 104;
    private static final int HEADER_BYTES = 32;
    private static final int NR_ITEMS = 64;
    private static final int MOST_ITEMS = 4096;

    /** Receives items in the order of their keys. */
    interface Items {
        /**
         * Receives the next one.
         *
         * @param offset the last part of the key
         * @param data the item's, at position 0
         */
        void accept(long offset, ByteBuffer data);
    }

    private TreeSearch() {}

    /**
     * Finds all items of one object and type.
     *
     * @param tree which tree, such as {@code BTRFS_ROOT_TREE_OBJECTID}
     * @throws ErrnoException EPERM; ENOENT if there is no such tree
     */
    static void search(Fd fd, long tree, long object, int type, long minOffset, long maxOffset, Items items)
            throws ErrnoException {
        long next = minOffset;
        while (true) {
            ByteBuffer args = Ioctl.struct(ARGS_BYTES);
            args.putLong(tree).putLong(object).putLong(object).putLong(next).putLong(maxOffset);
            args.putLong(0).putLong(-1L).putInt(type).putInt(type).putInt(MOST_ITEMS);
            TREE_SEARCH.call(fd, "", args);
            int found = args.getInt(NR_ITEMS);
            if (found == 0) {
                return;
            }
            long last = next;
            int at = KEY_BYTES;
            for (int i = 0; i < found; i++) {
                last = args.getLong(at + 16);
                int length = args.getInt(at + 28);
                items.accept(last, args.slice(at + HEADER_BYTES, length).order(args.order()));
                at += HEADER_BYTES + length;
            }
            if (last == maxOffset) {
                return;
            }
            next = last + 1;
        }
    }
}
