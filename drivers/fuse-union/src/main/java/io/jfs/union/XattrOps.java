package io.jfs.union;

import io.jfs.linux.Errno;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Extended attributes; overlay's own do not exist for the union's users. */
final class XattrOps {
    private static final String CAPABILITIES = "security.capability";
    private static final int CREATE = 1; // XATTR_CREATE, linux/xattr.h
    private static final int REPLACE = 2; // XATTR_REPLACE

    private final Context context;
    private final CopyUp copyUp;

    XattrOps(Context context, CopyUp copyUp) {
        this.context = context;
        this.copyUp = copyUp;
    }

    List<String> list(Node node) throws IOException {
        if (!node.isUpper()) {
            return listLower(node);
        }
        List<String> names;
        synchronized (node) {
            names = node.real().xattrs();
        }
        return visible(names);
    }

    private List<String> listLower(Node node) throws IOException {
        if (node.hasNoXattrs) {
            return List.of();
        }
        List<String> names = node.real().xattrs();
        node.hasNoXattrs = names.isEmpty();
        return visible(names);
    }

    private List<String> visible(List<String> names) {
        return names.stream()
                .filter(name -> !context.layers.marks().isOwn(name))
                .toList();
    }

    /** Most lower files have none: their first reading asks for all, and further ones cost nothing. */
    Optional<byte[]> get(Node node, String name) throws IOException {
        if (context.layers.marks().isOwn(name)) {
            return Optional.empty();
        }
        if (node.isUpper()) {
            return getUpper(node, name);
        }
        if (node.hasNoXattrs || !listLower(node).contains(name)) {
            return Optional.empty();
        }
        return node.real().xattr(name);
    }

    private static Optional<byte[]> getUpper(Node node, String name) throws IOException {
        boolean capabilities = name.equals(CAPABILITIES);
        if (capabilities && node.hasNoCapabilities) {
            return Optional.empty();
        }
        synchronized (node) {
            Optional<byte[]> value = node.real().xattr(name);
            if (capabilities) {
                node.hasNoCapabilities = value.isEmpty();
            }
            return value;
        }
    }

    void set(Node node, String name, byte[] value, int flags) throws IOException {
        requireForeign(name);
        Protection.requireNone(context, node, "setxattr", name);
        if (flags != 0) {
            boolean there = get(node, name).isPresent();
            if (there && (flags & CREATE) != 0) {
                throw Failures.of(Errno.EEXIST, "setxattr", name);
            }
            if (!there && (flags & REPLACE) != 0) {
                throw Failures.of(Errno.ENODATA, "setxattr", name);
            }
        }
        copyUp.copyUpAttributes(node);
        synchronized (node) {
            node.hasNoCapabilities = false;
            node.real().setXattr(name, value);
        }
        if (node.directory != null) {
            node.directory.xattrsChanged();
        }
    }

    /** What is not there needs no copy-up. */
    void remove(Node node, String name) throws IOException {
        requireForeign(name);
        if (!context.layers.isWritable()) {
            throw Failures.of(Errno.EROFS, "removexattr", name);
        }
        Protection.requireNone(context, node, "removexattr", name);
        if (get(node, name).isEmpty()) {
            throw Failures.of(Errno.ENODATA, "removexattr", name);
        }
        copyUp.copyUpAttributes(node);
        synchronized (node) {
            node.real().removeXattr(name);
        }
        if (node.directory != null) {
            node.directory.xattrsChanged();
        }
    }

    private void requireForeign(String name) throws IOException {
        if (context.layers.marks().isOwn(name)) {
            throw Failures.of(Errno.EOPNOTSUPP, "setxattr", name);
        }
    }
}
