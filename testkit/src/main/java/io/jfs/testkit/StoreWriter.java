package io.jfs.testkit;

import static io.jfs.testkit.SnapshotFixture.COMMIT;
import static io.jfs.testkit.SnapshotFixture.key;

import io.jfs.core.driver.DriverOptions;
import io.jfs.core.driver.StorageDriverProvider;
import io.jfs.core.layer.LayerApplier;
import io.jfs.core.layer.LayerLimits;
import io.jfs.core.store.SnapshotStore;
import io.jfs.core.store.StoreRoot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A process that fills a store without end, to be killed. Arguments: the directory of a {@link SnapshotFixture}, a
 * driver's provider class, a name of its own. Prints the name of each layer right after its commit.
 */
final class StoreWriter {
    /** Files in each layer; its tree is whole if it has all of them, and those of its parent. */
    static final int FILES = 20;

    private final SnapshotStore store;
    private final String name;

    private StoreWriter(SnapshotStore store, String name) {
        this.store = store;
        this.name = name;
    }

    public static void main(String[] arguments) throws Exception {
        Path place = Path.of(arguments[0]);
        StoreRoot root = new StoreRoot(place.resolve("root"), place.resolve("run"));
        try (SnapshotStore store = SnapshotStore.open(root, provider(arguments[1]), DriverOptions.NONE)) {
            StoreWriter writer = new StoreWriter(store, arguments[2]);
            for (int round = 0; ; round++) {
                writer.round(round);
            }
        }
    }

    private static StorageDriverProvider provider(String name) throws ReflectiveOperationException {
        Class<? extends StorageDriverProvider> type = Class.forName(name).asSubclass(StorageDriverProvider.class);
        return type.getDeclaredConstructor().newInstance();
    }

    /** Every third layer is a new bottom; the third before it is given up. */
    private void round(int round) throws IOException {
        String layer = layer(round);
        Optional<String> parent = round % 3 == 0 ? Optional.empty() : Optional.of(layer(round - 1));
        store.prepare(key("work " + layer), parent.map(SnapshotFixture::key), Map.of());
        new LayerApplier(store.applyTarget(key("work " + layer)), LayerLimits.DEFAULT)
                .apply(new ByteArrayInputStream(files(layer)));
        store.commit(key(layer), key("work " + layer), COMMIT);
        System.out.println(layer);
        if (round % 3 == 2 && round > 3) {
            for (int back = 3; back <= 5; back++) {
                store.remove(key(layer(round - back)));
            }
            store.cleanup();
        }
    }

    private String layer(int round) {
        return name + "-" + round;
    }

    private static byte[] files(String layer) throws IOException {
        TarBuilder tar = new TarBuilder();
        for (int i = 0; i < FILES; i++) {
            tar.file(layer + "-" + i, layer);
        }
        return tar.build();
    }
}
