package io.jfs.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.core.ProgressListener;
import io.jfs.core.driver.DriverOptions;
import io.jfs.core.store.Drivers;
import io.jfs.core.store.Filter;
import io.jfs.core.store.SnapshotStore;
import io.jfs.core.store.StoreRoot;
import io.jfs.core.store.SyncPolicy;
import io.jfs.image.transport.ImageSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A store in a temporary directory, and the few verbs that tests of it need. */
final class StoreFixture implements AutoCloseable {
    final StoreRoot root;
    final ImageStore images;
    private final List<SnapshotStore> opened = new ArrayList<>();

    StoreFixture(Path directory) throws IOException {
        root = new StoreRoot(directory.resolve("root"), directory.resolve("run"));
        images = ImageStore.open(root);
    }

    SnapshotStore snapshots(String driver) throws IOException {
        SnapshotStore store = SnapshotStore.open(root, Drivers.byName(driver), DriverOptions.NONE);
        opened.add(store);
        return store;
    }

    static LoadOptions options() {
        return LoadOptions.defaults().withSync(SyncPolicy.NONE);
    }

    List<Image> load(ImageSource source, LoadOptions options) throws IOException {
        return images.load(source, options, ProgressListener.NONE);
    }

    List<Image> loadStream(byte[] archive, LoadOptions options) throws IOException {
        return load(new ImageSource.Stream(new ByteArrayInputStream(archive), "the stream"), options);
    }

    Image loadSmall() throws IOException {
        return loadStream(TestImage.tar(TestImage.small().layout("docker.io/library/small:latest")), options())
                .getFirst();
    }

    List<Path> blobs() throws IOException {
        try (Stream<Path> files = Files.list(root.root().resolve("blobs/sha256"))) {
            return files.toList();
        }
    }

    /** Nothing was kept: no image, no blob, no session. */
    void assertEmpty() throws IOException {
        assertThat(images.images()).isEmpty();
        assertThat(blobs()).isEmpty();
        assertNoSessions();
    }

    void assertNoSessions() throws IOException {
        Path ingest = root.root().resolve("ingest");
        if (Files.exists(ingest)) {
            try (Stream<Path> sessions = Files.list(ingest).filter(Files::isDirectory)) {
                assertThat(sessions).isEmpty();
            }
        }
    }

    void assertClean() throws IOException {
        assertThat(images.check().problems()).isEmpty();
        assertNoSessions();
    }

    static List<String> keys(SnapshotStore store) throws IOException {
        List<String> keys = new ArrayList<>();
        store.walk(Filter.ALL, info -> keys.add(info.key().text()));
        return keys;
    }

    @Override
    public void close() {
        opened.forEach(SnapshotStore::close);
    }
}
