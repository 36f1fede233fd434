package io.jfs.union;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.linux.Devices;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.FileType;
import io.jfs.linux.Open;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A union driven as the kernel drives it: paths are walked by lookups, which are counted and given back. With
 * {@code remembers} they are given back at the end only, as the kernel does when it has much memory.
 */
final class UnionTree implements Tree {
    private static final Caller CALLER = new Caller(0, 0, 022);

    private final Union union;
    private final boolean remembers;
    private final Map<Long, Long> lookups = new HashMap<>();

    UnionTree(Union union, boolean remembers) {
        this.union = union;
        this.remembers = remembers;
    }

    Union union() {
        return union;
    }

    private interface Use {
        void with(long parent, Name name, Attributes scratch) throws IOException;
    }

    private void known(long node) {
        lookups.merge(node, 1L, Long::sum);
    }

    void forgetAll() {
        lookups.forEach(union::forget);
        lookups.clear();
    }

    /** Does something with the parent of a path and its last name. */
    private void at(String path, Use use) throws IOException {
        try {
            int slash = path.lastIndexOf('/');
            long parent = slash < 0 ? Union.ROOT : walk(path.substring(0, slash));
            use.with(parent, Name.of(path.substring(slash + 1)), new Attributes());
        } finally {
            if (!remembers) {
                forgetAll();
            }
        }
    }

    /** The node at a path, looked up. */
    long walk(String path) throws IOException {
        long node = Union.ROOT;
        if (path.isEmpty()) {
            return node;
        }
        for (String name : path.split("/", -1)) {
            Attributes out = new Attributes();
            node = union.lookup(node, Name.of(name), out);
            if (node == 0) {
                throw new ErrnoException(Errno.ENOENT, "lookup", path);
            }
            known(node);
        }
        return node;
    }

    private interface NodeUse<T> {
        T with(long node) throws IOException;
    }

    private interface NodeAction {
        void with(long node) throws IOException;
    }

    private void act(String path, NodeAction action) throws IOException {
        node(path, node -> {
            action.with(node);
            return node;
        });
    }

    private <T> T node(String path, NodeUse<T> use) throws IOException {
        try {
            return use.with(walk(path));
        } finally {
            if (!remembers) {
                forgetAll();
            }
        }
    }

    @Override
    public void file(String path, int mode, String content) throws IOException {
        at(path, (parent, name, out) -> {
            long handle = union.create(parent, name, mode, Open.O_WRONLY, CALLER, out);
            known(out.node());
            union.write(out.node(), handle, 0, ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)), false);
            union.release(handle);
        });
    }

    @Override
    public void mkdir(String path, int mode) throws IOException {
        at(path, (parent, name, out) -> {
            known(union.makeDirectory(parent, name, mode, CALLER, out));
        });
    }

    @Override
    public void symlink(String path, String target) throws IOException {
        at(path, (parent, name, out) -> {
            known(union.makeSymlink(parent, name, target, CALLER, out));
        });
    }

    @Override
    public void mknod(String path, int mode, int major, int minor) throws IOException {
        at(path, (parent, name, out) -> {
            known(union.makeNode(parent, name, mode, Devices.makedev(major, minor), CALLER, out));
        });
    }

    @Override
    public void link(String path, String newPath) throws IOException {
        at(newPath, (parent, name, out) -> {
            long node = walk(path);
            known(union.link(node, parent, name, out));
        });
    }

    @Override
    public void rename(String path, String newPath, int flags) throws IOException {
        at(path, (parent, name, out) -> {
            int slash = newPath.lastIndexOf('/');
            long newParent = slash < 0 ? Union.ROOT : walk(newPath.substring(0, slash));
            union.rename(parent, name, newParent, Name.of(newPath.substring(slash + 1)), flags);
        });
    }

    @Override
    public void unlink(String path) throws IOException {
        at(path, (parent, name, out) -> {
            union.unlink(parent, name);
        });
    }

    @Override
    public void rmdir(String path) throws IOException {
        at(path, (parent, name, out) -> {
            union.removeDirectory(parent, name);
        });
    }

    /** By node and by handle in turn. */
    @Override
    public void write(String path, long offset, String content) throws IOException {
        act(path, node -> {
            ByteBuffer data = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
            boolean byHandle = offset % 2 == 0;
            long handle = byHandle ? union.open(node, Open.O_WRONLY) : Union.NO_HANDLE;
            union.write(node, handle, offset, data, false);
            union.release(handle);
        });
    }

    @Override
    public void truncate(String path, long size) throws IOException {
        change(path, new AttributeChange().size(size));
    }

    @Override
    public void chmod(String path, int mode) throws IOException {
        change(path, new AttributeChange().mode(mode));
    }

    @Override
    public void chown(String path, int uid, int gid) throws IOException {
        change(path, new AttributeChange().uid(uid).gid(gid));
    }

    @Override
    public void mtime(String path, long seconds) throws IOException {
        change(path, new AttributeChange().mtime(seconds, 5));
    }

    private void change(String path, AttributeChange change) throws IOException {
        act(path, node -> {
            union.setAttributes(node, Union.NO_HANDLE, change, new Attributes());
        });
    }

    @Override
    public void setXattr(String path, String name, byte[] value) throws IOException {
        act(path, node -> {
            union.setXattr(node, name, value, 0);
        });
    }

    @Override
    public void removeXattr(String path, String name) throws IOException {
        act(path, node -> {
            union.removeXattr(node, name);
        });
    }

    @Override
    public List<String> list(String path) throws IOException {
        return node(path, node -> {
            List<String> names = new ArrayList<>();
            union.readDirectory(node, 0, (name, inode, type, next) -> {
                String text = name.toString();
                if (!text.equals(".") && !text.equals("..")) {
                    names.add(text);
                }
                return true;
            });
            assertThat(listPlus(node)).isEqualTo(listWithInodes(node));
            return names.stream().sorted().toList();
        });
    }

    private Map<String, Long> listWithInodes(long node) throws IOException {
        Map<String, Long> inodes = new HashMap<>();
        union.readDirectory(node, 0, (name, inode, type, next) -> inodes.put(name.toString(), inode) == null);
        return inodes;
    }

    /** Piecewise, as the kernel's buffer fills up. */
    private Map<String, Long> listPlus(long node) throws IOException {
        Map<String, Long> inodes = new HashMap<>();
        long[] offset = {0};
        int before = -1;
        while (before != inodes.size()) {
            before = inodes.size();
            int[] room = {2};
            union.readDirectoryPlus(node, offset[0], new Attributes(), (name, attributes, next) -> {
                if (room[0]-- == 0) {
                    return false;
                }
                inodes.put(name.toString(), attributes.inode());
                if (attributes.node() != 0) {
                    known(attributes.node());
                }
                offset[0] = next;
                return true;
            });
        }
        return inodes;
    }

    @Override
    public String describe(String path) throws IOException {
        return node(path, node -> {
            Attributes out = new Attributes();
            union.getAttributes(node, out);
            Description description = new Description(out.type());
            description.attributes(out.mode() & 07777, out.uid(), out.gid(), out.rdev());
            if (out.type() != FileType.DIRECTORY) {
                description.times(out.size(), out.mtimeSeconds(), out.mtimeNanos());
            }
            if (out.type() == FileType.SYMLINK) {
                description.target(union.readLink(node));
            }
            if (out.type() == FileType.REGULAR) {
                description.content(read(node, out.size()));
            }
            for (String name : union.listXattrs(node).stream().sorted().toList()) {
                union.getXattr(node, name).ifPresent(value -> description.xattr(name, value));
            }
            return description.toString();
        });
    }

    private byte[] read(long node, long size) throws IOException {
        byte[] data = new byte[(int) size];
        ByteBuffer buffer = ByteBuffer.wrap(data);
        while (buffer.hasRemaining() && union.read(node, Union.NO_HANDLE, buffer.position(), buffer) > 0) {}
        return data;
    }

    @Override
    public long inode(String path) throws IOException {
        return node(path, node -> {
            Attributes out = new Attributes();
            union.getAttributes(node, out);
            return out.inode();
        });
    }

    @Override
    public void close() {
        forgetAll();
        assertThat(union.knownNodes()).as("nodes that nobody knows").isEqualTo(1);
        union.close();
    }
}
