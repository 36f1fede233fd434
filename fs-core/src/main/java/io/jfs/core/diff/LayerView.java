package io.jfs.core.diff;

import io.jfs.core.diff.OverlayMarks.DirectoryMarks;
import io.jfs.core.tree.DirectoryStack;
import io.jfs.core.tree.NameOrder;
import io.jfs.linux.Directory;
import io.jfs.linux.DirectoryEntry;
import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;
import io.jfs.linux.FileType;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a stack of overlay layers shows, looked up without a mount. The nearest layer that has a name decides, except
 * that directories merge down to the first opaque one or the first layer where the name is something else.
 */
final class LayerView implements TreeView {
    private final OverlayMarks marks;
    private final List<Fd> roots = new ArrayList<>();
    /** Each level: the layers that have the current directory, nearest first. */
    private final Deque<Level> levels = new ArrayDeque<>();

    /** A layer which takes part in the current directory; its stack is exactly as deep as the view. */
    private record Member(int layer, DirectoryStack directories, DirectoryMarks marks) {
        Fd directory() {
            return directories.top();
        }
    }

    /**
     * A directory on the way down.
     *
     * @param isOpaque it or one above it is opaque in the nearest layer
     */
    private record Level(List<Member> members, boolean isOpaque) {}

    /** @param layers the nearest first; may be empty, then there is no root and nothing in it */
    LayerView(List<Path> layers, OverlayMarks marks) throws IOException {
        this.marks = marks;
        List<Member> members = new ArrayList<>();
        try {
            for (Path layer : layers) {
                Fd root = Open.open(layer, Open.O_RDONLY | Open.O_DIRECTORY, 0);
                roots.add(root);
                DirectoryStack directories = new DirectoryStack(root);
                members.add(new Member(members.size(), directories, marks.ofDirectory(root)));
            }
        } catch (IOException e) {
            roots.forEach(Fd::close);
            throw e;
        }
        levels.push(new Level(members, false));
    }

    @Override
    public Node root() throws IOException {
        Fd root = roots.getFirst();
        return new Node(root, ".", Stat.stat(root), 0);
    }

    @Override
    public Optional<Node> find(String name) throws IOException {
        for (Member member : members()) {
            Optional<FileStat> stat = Stat.find(member.directory(), name);
            if (stat.isPresent()) {
                boolean hidden = marks.isWhiteout(member.directory(), name, stat.get(), member.marks);
                return hidden
                        ? Optional.empty()
                        : Optional.of(new Node(member.directory(), name, stat.get(), member.layer));
            }
        }
        return Optional.empty();
    }

    /** The entry at a path such as {@code /etc/passwd}, looked up from the root, where the view must be and stays. */
    Optional<Node> findPath(String path) throws IOException {
        String[] names = path.substring(1).split("/", -1);
        int entered = 0;
        try {
            while (entered < names.length - 1) {
                enter(names[entered]);
                entered++;
            }
            return find(names[entered]);
        } finally {
            while (entered-- > 0) {
                leave();
            }
        }
    }

    @Override
    public List<String> names() throws IOException {
        Set<String> seen = new HashSet<>();
        List<String> visible = new ArrayList<>();
        for (Member member : members()) {
            for (DirectoryEntry entry : Directory.list(member.directory())) {
                if (seen.add(entry.name()) && !isWhiteout(member, entry)) {
                    visible.add(entry.name());
                }
            }
        }
        visible.sort(NameOrder.NAMES);
        return visible;
    }

    /** The names in the current directory of the nearest layer, whiteouts too, in the order of their bytes. */
    List<String> namesOfNearest() throws IOException {
        return members().isEmpty()
                ? List.of()
                : Directory.list(members().getFirst().directory()).stream()
                        .map(DirectoryEntry::name)
                        .sorted(NameOrder.NAMES)
                        .toList();
    }

    /** Whether nothing of the layers below the nearest shows in the current directory. */
    boolean isOpaque() {
        return levels.element().isOpaque;
    }

    private boolean isWhiteout(Member member, DirectoryEntry entry) throws IOException {
        boolean maybe = entry.type() == FileType.CHARACTER_DEVICE
                || (member.marks.hasXattrWhiteouts() && entry.type() == FileType.REGULAR);
        if (!maybe) {
            return false;
        }
        Optional<FileStat> stat = Stat.find(member.directory(), entry.name());
        return stat.isPresent() && marks.isWhiteout(member.directory(), entry.name(), stat.get(), member.marks);
    }

    /** Enters what all layers together show as this directory; if none of them has it, everything below is empty. */
    @Override
    public void enter(String name) throws IOException {
        List<Member> inside = new ArrayList<>();
        boolean opaque = isOpaque();
        for (Member member : members()) {
            Optional<FileStat> stat = Stat.find(member.directory(), name);
            if (stat.isEmpty()) {
                continue;
            }
            if (!stat.get().isDirectory()) {
                break;
            }
            Member entered = enter(member, name);
            inside.add(entered);
            if (entered.marks.isOpaque()) {
                opaque |= inside.size() == 1;
                break;
            }
        }
        levels.push(new Level(inside, opaque));
    }

    private Member enter(Member member, String name) throws IOException {
        member.directories.push(name);
        marks.requireNotRedirected(member.directory());
        return new Member(member.layer, member.directories, marks.ofDirectory(member.directory()));
    }

    @Override
    public void leave() throws IOException {
        for (Member member : levels.pop().members) {
            member.directories.pop();
        }
    }

    private List<Member> members() {
        return levels.element().members;
    }

    @Override
    public void close() {
        for (Member member : levels.getLast().members) {
            member.directories.close();
        }
        roots.forEach(Fd::close);
    }
}
