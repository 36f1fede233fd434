package io.jfs.cli.backend;

import io.jfs.core.ProgressListener;
import io.jfs.core.SnapshotKey;
import io.jfs.core.driver.DriverOptions;
import io.jfs.core.store.Drivers;
import io.jfs.core.store.SnapshotStore;
import io.jfs.core.store.StoreRoot;
import io.jfs.image.Image;
import io.jfs.image.ImageStore;
import io.jfs.image.NewImageOptions;
import io.jfs.image.oci.Reference;
import io.jfs.image.transport.ArchiveFormat;
import io.jfs.image.transport.ImageTarget;
import io.jfs.testkit.TarBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes archives of small images that can run: busybox, and layers that change and delete. */
final class Images implements AutoCloseable {
    private static final List<String> APPLETS = List.of("sh", "cat", "ls", "rm", "mkdir", "sleep", "echo", "touch");

    private final ImageStore images;
    private final SnapshotStore store;
    private final Image base;

    Images(Path directory) throws IOException {
        StoreRoot root = new StoreRoot(directory, directory.resolve("run"));
        images = ImageStore.open(root);
        store = SnapshotStore.open(root, Drivers.byName("vfs"), DriverOptions.NONE);
        TarBuilder tar = new TarBuilder()
                .dir("bin")
                .file("bin/busybox", Files.readAllBytes(Path.of("/bin/busybox")), entry -> entry.mode(0755));
        for (String applet : APPLETS) {
            tar.symlink("bin/" + applet, "busybox");
        }
        tar.dir("etc").file("etc/passwd", "root:x:0:0:root:/:/bin/sh\n").file("etc/old", "old\n");
        tar.dir("data")
                .file("data/one", "1\n")
                .dir("tmp")
                .dir("proc")
                .dir("dev")
                .dir("sys");
        base = images.importTar(
                new ByteArrayInputStream(tar.build()),
                NewImageOptions.defaults()
                        .withName(Reference.parse("base:1"))
                        .withChanges(List.of("CMD [\"sh\"]", "ENV PATH=/bin")),
                ProgressListener.NONE);
    }

    /** An image that only waits, as the one that holds a pod's name spaces. */
    Path pause(Path file) throws IOException {
        return save(layer(base, "pause:1", List.of("CMD [\"/bin/sleep\",\"86400\"]"), _ -> {}), file);
    }

    /** Three layers: busybox; {@code /etc/name}, and {@code /etc/old} deleted; {@code /data} replaced. */
    Path archive(String name, Path file) throws IOException {
        Image named = layer(base, name + ":layer2", List.of(), tree -> {
            Files.writeString(tree.resolve("etc/name"), name + "\n");
            Files.delete(tree.resolve("etc/old"));
        });
        Image image = layer(named, name + ":1", List.of(), tree -> {
            Files.delete(tree.resolve("data/one"));
            Files.writeString(tree.resolve("data/two"), "2\n");
        });
        return save(image, file);
    }

    private Path save(Image image, Path file) throws IOException {
        images.save(List.of(image), new ImageTarget.Archive(file, ArchiveFormat.COMBINED), ProgressListener.NONE);
        return file;
    }

    @FunctionalInterface
    private interface Edit {
        void edit(Path tree) throws IOException;
    }

    private Image layer(Image below, String name, List<String> changes, Edit edit) throws IOException {
        SnapshotKey key = new SnapshotKey(name);
        SnapshotKey top = images.unpack(below, store, ProgressListener.NONE);
        Path tree = Path.of(
                store.prepare(key, Optional.of(top), Map.of()).getFirst().source());
        edit.edit(tree);
        return images.commit(
                store,
                key,
                Optional.of(below),
                NewImageOptions.defaults().withName(Reference.parse(name)).withChanges(changes),
                ProgressListener.NONE);
    }

    @Override
    public void close() {
        store.close();
    }
}
