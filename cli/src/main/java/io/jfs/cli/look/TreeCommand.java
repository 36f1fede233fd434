package io.jfs.cli.look;

import io.jfs.cli.session.Session;
import io.jfs.image.tree.ImageTree;
import io.jfs.image.tree.TreeNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        description = "Draw the tree of an image, or a part of it.",
        footer = {"", "Example:", "  jfs tree --depth 2 debian:latest /usr"})
final class TreeCommand extends LookCommand {
    @Parameters(index = "1", arity = "0..1", paramLabel = "PATH", defaultValue = "/", description = "Default: /")
    String path = "/";

    @Option(
            names = "--depth",
            paramLabel = "N",
            defaultValue = "2147483647",
            description = "How many levels below PATH")
    int depth;

    private long directories;
    private long files;

    TreeCommand(Session session) {
        super(session);
    }

    /** A line to be drawn. */
    private record Line(TreeNode node, String indent, boolean last, int level) {}

    @Override
    protected void run() throws IOException {
        ImageTree tree = tree();
        try {
            TreeNode top = tree.resolve(path);
            out().line(out().name(top.path()));
            draw(tree, top);
        } catch (IOException e) {
            throw within(e);
        }
        out().line("");
        out().line(count(directories, "directory", "directories") + ", " + count(files, "file", "files"));
    }

    private static String count(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    /** By a stack of our own: an image may nest deeper than the call stack reaches. */
    private void draw(ImageTree tree, TreeNode top) throws IOException {
        Deque<Line> stack = new ArrayDeque<>();
        push(stack, tree, top, "", 1);
        while (!stack.isEmpty()) {
            Line line = stack.pop();
            TreeNode node = line.node();
            out().line(line.indent()
                    + (line.last() ? "└── " : "├── ")
                    + out().name(node.name()
                            + node.target().map(target -> " -> " + target).orElse("")));
            if (node.isDirectory()) {
                directories++;
                push(stack, tree, node, line.indent() + (line.last() ? "    " : "│   "), line.level() + 1);
            } else {
                files++;
            }
        }
    }

    private void push(Deque<Line> stack, ImageTree tree, TreeNode node, String indent, int level) throws IOException {
        if (!node.isDirectory() || level > depth) {
            return;
        }
        List<TreeNode> children = tree.list(node.path());
        for (int i = children.size() - 1; i >= 0; i--) {
            stack.push(new Line(children.get(i), indent, i == children.size() - 1, level));
        }
    }
}
