package io.jfs.fuse.libfuse;

import io.jfs.fuse.dispatch.FuseHandler;
import io.jfs.fuse.wire.AttrLayout;
import io.jfs.fuse.wire.Opcode;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** From paths to nodes. Paths are libfuse's: absolute, without {@code .}, {@code ..} and double slashes. */
final class PathWalk {
    private static final char NOT_UTF_8 = '\uFFFD';

    private PathWalk() {}

    /** The node of a path. If that is not the root's, the last reply is its LOOKUP's. */
    static long node(Exchange exchange, String path) throws ErrnoException {
        long node = FuseHandler.ROOT;
        int at = 1;
        while (at < path.length()) {
            int slash = path.indexOf('/', at);
            int end = slash < 0 ? path.length() : slash;
            node = lookup(exchange, node, path.substring(at, end));
            at = end + 1;
        }
        return node;
    }

    private static long lookup(Exchange exchange, long directory, String name) throws ErrnoException {
        putName(exchange.request(Opcode.LOOKUP, directory), name);
        return entry(exchange, exchange.send());
    }

    /** The node in a reply that counts a lookup. */
    static long entry(Exchange exchange, ByteBuffer reply) throws ErrnoException {
        long node = reply.getLong(AttrLayout.ENTRY_NODE);
        if (node == 0) {
            throw new ErrnoException(Errno.ENOENT, "lookup", "");
        }
        exchange.looked(node);
        return node;
    }

    /** The node of the directory that a path's last component is in. */
    static long parent(Exchange exchange, String path) throws ErrnoException {
        return node(exchange, path.substring(0, Math.max(path.lastIndexOf('/'), 1)));
    }

    /** Puts a path's last component, which is to be made or removed. */
    static void putLastName(ByteBuffer body, String path) throws ErrnoException {
        putText(body, path.substring(path.lastIndexOf('/') + 1));
    }

    /**
     * Puts a text that is to be kept.
     *
     * @throws ErrnoException EILSEQ if it was not UTF-8: jnr-fuse has put something else in its place then
     */
    static void putText(ByteBuffer body, String text) throws ErrnoException {
        if (text.indexOf(NOT_UTF_8) >= 0) {
            throw new ErrnoException(Errno.EILSEQ, "libfuse", text);
        }
        putName(body, text);
    }

    static void putName(ByteBuffer body, String name) {
        body.put(name.getBytes(StandardCharsets.UTF_8)).put((byte) 0);
    }
}
