package io.jfs.union;

import io.jfs.linux.Attributes;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileIo;
import io.jfs.linux.FileType;
import io.jfs.linux.Links;
import io.jfs.linux.NativePath;
import io.jfs.linux.Open;
import io.jfs.linux.Xattr;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Stacks of layers with every mark that there is, sensible or not; the same for the same seed. */
final class RandomLayers {
    private static final List<String> NAMES =
            List.of("a", "b", "c", "d", "dir", "é", NativePath.decode(new byte[] {(byte) 0xff, 'x'}), "n".repeat(255));
    private static final List<String> REDIRECTS =
            List.of("a", "b", "/a", "/dir/b", "/b/a", "/c", "..", "/../a", "/dir");

    private final Random random;
    private final boolean trusted;
    private final boolean aufs;

    RandomLayers(long seed) {
        random = new Random(seed);
        trusted = seed % 2 == 0;
        aufs = seed % 3 == 0;
    }

    XattrMode mode() {
        return trusted ? XattrMode.TRUSTED : XattrMode.USER;
    }

    boolean aufs() {
        return aufs;
    }

    /** Names to look for. */
    List<String> names() {
        List<String> names = new ArrayList<>(NAMES);
        names.addAll(List.of("missing", "e", ".wh.a", ".wh..wh..opq"));
        return names;
    }

    void make(Layering layers) throws IOException {
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            Path lower = layers.newLower();
            try (Fd root = Open.open(lower, Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
                fill(root, root, 2);
                marks(root);
            }
        }
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    private void fill(Fd root, Fd directory, int depth) throws IOException {
        for (String name : NAMES) {
            if (oneIn(3)) {
                continue;
            }
            if (depth > 0 && oneIn(3)) {
                Links.mkdirAt(directory, name, 0700 | random.nextInt(0100));
                try (Fd made = Open.openAt(directory, name, Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
                    fill(root, made, depth - 1);
                    marks(made);
                }
            } else {
                file(root, directory, name);
            }
        }
        if (oneIn(4)) {
            regular(directory, ".wh." + NAMES.get(random.nextInt(4)), "");
        }
        if (oneIn(8)) {
            regular(directory, ".wh..wh..opq", "");
        }
    }

    private void file(Fd root, Fd directory, String name) throws IOException {
        switch (random.nextInt(9)) {
            case 0 -> Links.mknodAt(directory, name, FileType.CHARACTER_DEVICE.bits(), 0, 0);
            case 1 -> Links.mknodAt(directory, name, FileType.CHARACTER_DEVICE.bits() | 0640, 511, 70000);
            case 2 -> Links.mknodAt(directory, name, FileType.FIFO.bits() | 0600, 0, 0);
            case 3 -> Links.symlinkAt("to/" + name, directory, name);
            case 4 -> link(root, directory, name);
            case 5 -> {
                regular(directory, name, "");
                mark(directory, name, "whiteout", "");
            }
            default -> regular(directory, name, "x".repeat(random.nextInt(9000)));
        }
        Attributes.setTimesAt(directory, name, random.nextInt(), random.nextInt(1000), random.nextInt(), 7);
        Attributes.chownAt(directory, name, random.nextInt(3), 70000);
        if (oneIn(4)) {
            Xattr.setAt(directory, name, "trusted.seen", new byte[] {1, 0});
        }
    }

    private void link(Fd root, Fd directory, String name) throws IOException {
        try {
            Links.linkAt(root, NAMES.get(random.nextInt(3)), directory, name);
        } catch (ErrnoException e) {
            regular(directory, name, "not linked");
        }
    }

    private static void regular(Fd directory, String name, String content) throws IOException {
        try (Fd file = Open.openAt(directory, name, Open.O_WRONLY | Open.O_CREAT | Open.O_EXCL, 0644)) {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            FileIo.writeFully(file, bytes, 0, bytes.length);
        }
    }

    private void marks(Fd directory) throws IOException {
        if (oneIn(5)) {
            Xattr.set(directory, prefix() + "opaque", (oneIn(2) ? "y" : "x").getBytes(StandardCharsets.UTF_8));
        }
        if (oneIn(3)) {
            String to = REDIRECTS.get(random.nextInt(REDIRECTS.size()));
            Xattr.set(directory, prefix() + "redirect", to.getBytes(StandardCharsets.UTF_8));
        }
        if (oneIn(6)) {
            Xattr.set(directory, "user.dir", new byte[] {2});
        }
    }

    private void mark(Fd directory, String name, String mark, String value) throws IOException {
        Xattr.setAt(directory, name, prefix() + mark, value.getBytes(StandardCharsets.UTF_8));
    }

    private String prefix() {
        return mode().prefix();
    }
}
