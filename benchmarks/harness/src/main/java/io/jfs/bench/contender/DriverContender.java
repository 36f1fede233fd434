package io.jfs.bench.contender;

import io.jfs.core.driver.DriverCapability;
import io.jfs.core.driver.DriverOptions;
import io.jfs.core.driver.DriverProbe;
import io.jfs.core.driver.StorageDriverProvider;
import io.jfs.core.store.Drivers;
import io.jfs.core.store.SnapshotStore;
import io.jfs.core.store.StoreRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A driver of jfs, perhaps with options.
 *
 * @param name {@code fuse-union} or {@code fuse-union:open=zero+transport=io-uring}
 */
record DriverContender(String name, String driver, Map<String, String> options) implements Contender {
    DriverContender {
        options = Map.copyOf(options);
    }

    @Override
    public Kind kind() {
        return Kind.DRIVER;
    }

    @Override
    public String description() {
        return "driver " + driver + " of jfs" + (options.isEmpty() ? "" : " with " + options);
    }

    @Override
    public Optional<String> problem(Path directory) {
        try {
            StorageDriverProvider provider = Drivers.byName(driver);
            return switch (provider.probe(directory)) {
                case DriverProbe.Unavailable(String reason) -> Optional.of(reason);
                case DriverProbe.Available(Set<DriverCapability> _, Map<String, String> facts) ->
                    transportProblem(facts);
            };
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** What cannot be had would otherwise silently be another transport, or fail in every round. */
    private Optional<String> transportProblem(Map<String, String> facts) {
        String best = facts.getOrDefault("Transport", "");
        boolean missing = options.getOrDefault("transport", "").equals("io-uring") && !best.startsWith("io-uring");
        return missing ? Optional.of("transport io-uring is not available: " + best) : Optional.empty();
    }

    @Override
    public Backend open(Path directory) throws IOException {
        StoreRoot root = new StoreRoot(directory.resolve("root"), directory.resolve("run"));
        SnapshotStore store = SnapshotStore.open(root, Drivers.byName(driver), new DriverOptions(options));
        return new StoreBackend(store, driver, directory);
    }
}
