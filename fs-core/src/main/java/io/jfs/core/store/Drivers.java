package io.jfs.core.store;

import io.jfs.core.driver.DriverProbe;
import io.jfs.core.driver.StorageDriverProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The storage drivers on the run-time path. */
public final class Drivers {
    private Drivers() {}

    /** All of them, the most preferred first; whether one works is for its probe to say. */
    public static List<StorageDriverProvider> all() {
        List<StorageDriverProvider> providers = new ArrayList<>();
        ServiceLoader.load(StorageDriverProvider.class).forEach(providers::add);
        providers.sort(Comparator.comparingInt(StorageDriverProvider::preference)
                .reversed()
                .thenComparing(StorageDriverProvider::name));
        return List.copyOf(providers);
    }

    /**
     * The driver of this name.
     *
     * @throws IOException if there is none; names those that there are
     */
    public static StorageDriverProvider byName(String name) throws IOException {
        // Ends with the first, since each further one is searched for in all that is left of the class path.
        for (StorageDriverProvider provider : ServiceLoader.load(StorageDriverProvider.class)) {
            if (provider.name().equals(name)) {
                return provider;
            }
        }
        List<StorageDriverProvider> providers = all();
        throw new IOException("storage driver " + name + ": not found; there are: "
                + providers.stream().map(StorageDriverProvider::name).collect(Collectors.joining(", ")));
    }

    /**
     * The most preferred driver that works at a place.
     *
     * @param directory an existing directory on the filesystem in question
     * @throws IOException if none does; says for each why not
     */
    public static StorageDriverProvider preferred(Path directory) throws IOException {
        return preferred(all(), directory);
    }

    static StorageDriverProvider preferred(List<StorageDriverProvider> candidates, Path directory) throws IOException {
        List<String> reasons = new ArrayList<>();
        for (StorageDriverProvider provider : candidates) {
            switch (provider.probe(directory)) {
                case DriverProbe.Available _ -> {
                    return provider;
                }
                case DriverProbe.Unavailable(String reason) -> reasons.add(provider.name() + ": " + reason);
            }
        }
        throw new IOException("no storage driver works on " + directory
                + (reasons.isEmpty() ? ": none is installed" : ": " + String.join("; ", reasons)));
    }
}
