package io.jfs.cli.demo;

import io.jfs.cli.session.CommandException;
import io.jfs.cli.session.Settings;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import io.jfs.linux.Xattr;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** The first part: an image of three layers, with all that makes layers hard. */
record ImageMaking(Stage stage, Path directory) {
    /** {@code VFS_CAP_REVISION_2} and its effective bit (linux/capability.h). */
    private static final int CAPABILITY_HEADER = 0x02000001;

    private static final int CAP_NET_BIND_SERVICE = 10;

    void run() throws IOException {
        fetch();
        baseLayer();
        programsLayer();
        cleanedLayer();
        archive();
    }

    private void fetch() throws IOException {
        stage.say("First an image. Its files come from Debian packages.");
        try {
            stage.shSilently("apt-get download -q busybox-static hello");
        } catch (CommandException e) {
            throw CommandException.failed(
                    String.valueOf(e.getMessage()),
                    "apt cannot fetch packages: is there a network? As root, 'apt-get update' brings its lists up to date");
        }
    }

    private void baseLayer() throws IOException {
        stage.shSilently(
                "dpkg-deb -x busybox-static_*.deb rootfs && mkdir -p rootfs/etc && echo 'jfs demo' > rootfs/etc/motd");
        stage.shSilently("tar -C rootfs --owner=0 --group=0 -cf rootfs.tar .");
        stage.say("'import' makes an image of one layer out of a root filesystem.");
        stage.jfs(
                "import",
                "-m",
                "busybox",
                "-c",
                "CMD [\"busybox\", \"sh\"]",
                directory.resolve("rootfs.tar").toString(),
                "demo:base");
    }

    private void programsLayer() throws IOException {
        stage.say(
                "The second layer: mount the image writable, change it, commit it.",
                "It gets a program, a hard link to it, and a copy which is setuid and has a capability.");
        String tree = stage.mountWritable("adding", "demo:base");
        stage.shSilently("dpkg-deb --fsys-tarfile hello_*.deb | tar -xC " + tree + " ./usr/bin ./usr/share/doc");
        String bin = tree + "/usr/bin";
        stage.shSilently("cd " + bin + " && ln hello hello-again && cp hello hello-cap && chmod u+s hello-cap");
        if (Settings.isRoot()) {
            stage.say("setcap cap_net_bind_service=ep hello-cap (jfs does it by itself: setcap may be missing)");
            setCapability(Path.of(bin, "hello-cap"));
        }
        stage.jfs("diff", "adding");
        stage.jfs("commit", "-m", "programs", "adding", "demo:programs");
        stage.jfs("umount", "--rm", "adding");
    }

    /** A file capability as setcap(8) writes it: header, then permitted and inheritable sets of 32 bits, twice. */
    private static void setCapability(Path file) throws IOException {
        ByteBuffer value = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
        value.putInt(CAPABILITY_HEADER).putInt(1 << CAP_NET_BIND_SERVICE);
        try (Fd opened = Open.open(file, Open.O_RDONLY, 0)) {
            Xattr.set(opened, "security.capability", value.array());
        }
    }

    private void cleanedLayer() throws IOException {
        stage.say("The third layer deletes a file, and puts a new directory in the place of an old one.");
        String tree = stage.mountWritable("cleaning", "demo:programs");
        stage.shSilently("rm " + tree + "/etc/motd");
        stage.shSilently("cd " + tree + "/usr/share && rm -r doc && mkdir doc && echo 'No documents.' > doc/README");
        stage.jfs("diff", "cleaning");
        stage.jfs("commit", "-m", "cleaned", "cleaning", "demo:latest");
        stage.jfs("umount", "--rm", "cleaning");
    }

    private void archive() throws IOException {
        stage.say("The image as one file, which docker, podman and containerd load too. Then the store is emptied.");
        stage.jfs("save", "-o", directory.resolve("demo.tar").toString(), "demo:latest");
        stage.sh("tar -tf demo.tar");
        stage.jfs("rmi", "demo:base", "demo:programs", "demo:latest");
    }
}
