package io.jfs.cli.demo;

import io.jfs.cli.session.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The second part: what one does with an image that somebody else made. */
record Walk(Stage stage, Path directory) {

    void run() throws IOException {
        load();
        look();
        mount();
        change();
        stage.say("What it all occupies: images as archives, layers unpacked.");
        stage.jfs("system", "df");
    }

    private void load() throws IOException {
        stage.say("Load an image, and see what it is.");
        stage.jfs("load", "-i", directory.resolve("demo.tar").toString());
        stage.jfs("images");
        stage.jfs("history", "demo");
        stage.jfs("image", "tree", "demo");
    }

    private void look() throws IOException {
        stage.say("Look inside: nothing is mounted, nothing is unpacked, no root is needed.");
        stage.jfs("ls", "-l", "demo", "/usr/bin");
        stage.jfs("tree", "--depth", "2", "demo", "/usr/share");
        stage.jfs("cat", "demo", "/usr/share/doc/README");
        stage.say("Which layer does a file come from, and where did one go?");
        stage.jfs("which", "demo", "/usr/bin/hello");
        stage.jfs("which", "--all", "demo", "/etc/motd");
        stage.say("What did the top layer change?");
        stage.jfs("diff", "demo");
    }

    private void mount() throws IOException {
        stage.say("Mount it, read-only. 'jfs mount' alone lists what is mounted.");
        String tree = stage.jfs("mount", "demo");
        stage.sh("ls " + tree);
        stage.jfs("mount");
        stage.jfs("umount", "demo");
        stage.say("Or only while a command runs; {} stands for the path.");
        if (Settings.isRoot()) {
            stage.jfs("mount", "demo", "--", "chroot", "{}", busybox(), "echo", "Hello from within the image");
        } else {
            stage.jfs("mount", "demo", "--", "ls", "{}/usr/bin");
        }
    }

    /** Debian moved it from {@code /bin}. */
    private String busybox() {
        return Files.exists(directory.resolve("rootfs/usr/bin/busybox")) ? "/usr/bin/busybox" : "/bin/busybox";
    }

    private void change() throws IOException {
        stage.say("Change it: what is written goes into a snapshot, the image stays as it is.");
        String tree = stage.mountWritable("mine", "demo");
        stage.shSilently("mkdir -p " + tree + "/etc && echo 'my own' > " + tree + "/etc/motd");
        stage.jfs("diff", "mine");
        stage.say("Make an image of it, and save that.");
        stage.jfs("commit", "-m", "a message of my own", "-c", "LABEL who=me", "mine", "demo:mine");
        stage.jfs("umount", "mine");
        stage.jfs("snapshot", "rm", "mine");
        stage.differs("diff", "demo:latest", "demo:mine");
        stage.jfs("inspect", "-f", "{{.Id}} {{json .Config.Labels}}", "demo:mine");
        stage.jfs("save", "-o", directory.resolve("mine.tar").toString(), "demo:mine");
        stage.jfs("images");
    }
}
