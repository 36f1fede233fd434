package io.jfs.image;

import io.jfs.core.driver.DriverOptions;
import io.jfs.core.store.Drivers;
import io.jfs.core.store.SnapshotStore;
import io.jfs.core.store.StoreRoot;
import io.jfs.image.transport.ImageSource;
import java.io.IOException;
import java.nio.file.Path;

/** Loads one archive into overlay snapshots, and says what is done. */
final class OneLoad {
    private OneLoad() {}

    /** Arguments: root, run root, archive. Waits for a byte on standard input first. */
    public static void main(String[] arguments) throws IOException {
        StoreRoot root = new StoreRoot(Path.of(arguments[0]), Path.of(arguments[1]));
        if (System.in.read() < 0) {
            return;
        }
        try (SnapshotStore snapshots = SnapshotStore.open(root, Drivers.byName("overlay"), DriverOptions.NONE)) {
            ImageStore.open(root)
                    .load(
                            new ImageSource.Sniffed(Path.of(arguments[2])),
                            StoreFixture.options().withUnpackInto(snapshots),
                            event -> {
                                if (event.done()) {
                                    System.out.println(event.phase() + " done");
                                }
                            });
        }
    }
}
