package io.jfs.driver.fuseunion.server;

import io.jfs.fuse.dispatch.FuseFailure;
import io.jfs.fuse.dispatch.FuseName;
import io.jfs.fuse.dispatch.XattrReply;
import io.jfs.linux.Errno;
import io.jfs.linux.NativePath;
import io.jfs.union.AttributeChange;
import io.jfs.union.Attributes;
import io.jfs.union.Name;
import io.jfs.union.Union;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Extended attributes, and which of them there are not. */
final class Xattrs {
    private static final String ACL_PREFIX = "system.posix_acl_";
    private static final int S_ISGID = 02000;
    private static final int S_IXGRP = 00010;
    private static final int PERMISSIONS = 07777;

    /** Those that the kernel asks for by itself, for almost every file: their names are not made anew each time. */
    private static final List<Known> KNOWN = List.of(
            new Known("security.capability"), new Known(ACL_PREFIX + "access"), new Known(ACL_PREFIX + "default"));

    private record Known(String text, Name bytes) {
        Known(String text) {
            this(text, Name.of(text));
        }
    }

    private final Union union;
    private final UnionHandlerOptions options;

    Xattrs(Union union, UnionHandlerOptions options) {
        this.union = union;
        this.options = options;
    }

    private String name(FuseName from) throws IOException {
        if (!options.xattrs()) {
            throw FuseFailure.of(Errno.ENOSYS); // which the kernel remembers, for each kind of request
        }
        String name = spelt(from);
        if (!options.acls() && name.startsWith(ACL_PREFIX)) {
            throw FuseFailure.of(Errno.EOPNOTSUPP);
        }
        return name;
    }

    private static String spelt(FuseName from) {
        for (int i = 0; i < KNOWN.size(); i++) {
            Known known = KNOWN.get(i);
            if (from.contentEquals(known.bytes.array(), 0, known.bytes.length())) {
                return known.text;
            }
        }
        return from.toString();
    }

    void get(long node, FuseName name, XattrReply reply) throws IOException {
        Optional<byte[]> value = union.getXattr(node, name(name));
        if (value.isEmpty()) {
            throw FuseFailure.of(Errno.ENODATA);
        }
        reply.value(value.get());
    }

    void set(long node, FuseName name, ByteBuffer value, int flags) throws IOException {
        String spelt = name(name);
        byte[] bytes = new byte[value.remaining()];
        value.get(bytes);
        union.setXattr(node, spelt, bytes, flags);
    }

    void remove(long node, FuseName name) throws IOException {
        union.removeXattr(node, name(name));
    }

    void list(long node, XattrReply reply) throws IOException {
        if (!options.xattrs()) {
            throw FuseFailure.of(Errno.ENOSYS);
        }
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        for (String name : union.listXattrs(node)) {
            if (options.acls() || !name.startsWith(ACL_PREFIX)) {
                names.writeBytes(NativePath.encode(name));
                names.write(0);
            }
        }
        reply.value(names.toByteArray());
    }

    /** An ACL was set by somebody outside the file's group: the set-group-ID bit of a program goes. */
    void killSetgid(long node, AttributeChange change, Attributes attributes) throws IOException {
        union.getAttributes(node, attributes);
        int mode = attributes.mode();
        if ((mode & S_ISGID) != 0 && (mode & S_IXGRP) != 0) {
            union.setAttributes(node, Union.NO_HANDLE, change.reset().mode(mode & PERMISSIONS & ~S_ISGID), attributes);
        }
    }
}
