package io.jfs.fuse.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jfs.fuse.dispatch.AttributesReply;
import io.jfs.fuse.dispatch.AttributesWriter;
import io.jfs.fuse.dispatch.DataReply;
import io.jfs.fuse.dispatch.DirectoryReply;
import io.jfs.fuse.dispatch.EntryReply;
import io.jfs.fuse.dispatch.FuseHandler;
import io.jfs.fuse.dispatch.FuseName;
import io.jfs.fuse.dispatch.FuseRequest;
import io.jfs.linux.FileType;

/** The example in the Javadoc of {@link FuseHandler}, word for word. */
final class HelloFileSystem implements FuseHandler {
    private static final byte[] NAME = "hello".getBytes(UTF_8);
    private static final byte[] TEXT = "Hello, world\n".getBytes(UTF_8);

    @Override
    public void lookup(FuseRequest request, FuseName name, EntryReply reply) {
        if (request.node() == ROOT && name.contentEquals(NAME)) {
            file(reply.found(2, 0));
        } else {
            reply.missing();
        }
    }

    @Override
    public void getattr(FuseRequest request, long handle, AttributesReply reply) {
        if (request.node() == ROOT) {
            reply.attributes().inode(1).mode(FileType.DIRECTORY.bits() | 0755).links(2);
        } else {
            file(reply.attributes());
        }
    }

    @Override
    public void readdir(FuseRequest request, long handle, long cookie, DirectoryReply reply) {
        if (cookie == 0 && reply.add(NAME, 2, FileType.REGULAR, 1) && reply.wantsEntries()) {
            file(reply.entry().found(2, 0));
        }
    }

    @Override
    public void read(FuseRequest request, long handle, long offset, int size, int flags, DataReply reply) {
        int from = (int) Math.min(offset, TEXT.length);
        reply.buffer().put(TEXT, from, Math.min(size, TEXT.length - from));
    }

    private static void file(AttributesWriter attributes) {
        attributes.inode(2).mode(FileType.REGULAR.bits() | 0444).size(TEXT.length);
    }
}
