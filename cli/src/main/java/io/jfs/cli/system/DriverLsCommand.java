package io.jfs.cli.system;

import static io.jfs.cli.output.Column.left;

import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.command.ListOptions;
import io.jfs.cli.output.Listing;
import io.jfs.cli.session.Session;
import io.jfs.core.driver.DriverCapability;
import io.jfs.core.driver.DriverProbe;
import io.jfs.core.driver.StorageDriverProvider;
import io.jfs.core.store.Drivers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        description = "List the storage drivers, best first, and why one does not work here. Found by trying.",
        footer = {"", "Example:", "  jfs driver ls"})
final class DriverLsCommand extends JfsCommand {
    @Mixin
    ListOptions list = new ListOptions();

    DriverLsCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        Path place = nearest(session.storeRoot().root());
        List<Map<String, Object>> records = new ArrayList<>();
        for (StorageDriverProvider provider : Drivers.all()) {
            records.add(
                    switch (provider.probe(place)) {
                        case DriverProbe.Available(Set<DriverCapability> capabilities, Map<String, String> facts) ->
                            fields(provider.name(), true, "", capabilities, facts);
                        case DriverProbe.Unavailable(String reason) ->
                            fields(provider.name(), false, reason, Set.of(), Map.of());
                    });
        }
        list.print(
                out(),
                new Listing(
                        List.of(
                                left("Name", "NAME"),
                                left("Available", "AVAILABLE"),
                                left("Reason", "REASON"),
                                left("Rootless", "ROOTLESS"),
                                left("Features", "FEATURES"),
                                left("Facts", "HERE")),
                        records),
                "Name");
    }

    private static Map<String, Object> fields(
            String name,
            boolean available,
            String reason,
            Set<DriverCapability> capabilities,
            Map<String, String> facts) {
        List<String> features = capabilities.stream()
                .filter(capability -> capability != DriverCapability.ROOTLESS)
                .map(DriverCapability::label)
                .sorted()
                .toList();
        return Listing.fields(
                "Name", name,
                "Available", available ? "yes" : "no",
                "Reason", reason.isEmpty() ? "-" : reason.replaceAll("\\s+", " "),
                "Rootless", !available ? "-" : capabilities.contains(DriverCapability.ROOTLESS) ? "yes" : "no",
                "Features", features.isEmpty() ? "-" : String.join(",", features),
                "Facts", facts.isEmpty() ? "-" : text(facts));
    }

    /** A driver's facts in one line. */
    static String text(Map<String, String> facts) {
        return facts.entrySet().stream()
                .map(fact -> fact.getKey() + " " + fact.getValue())
                .collect(Collectors.joining("; "));
    }

    /** The directory itself, or the nearest above that exists: where the store will be. */
    static Path nearest(Path directory) {
        Path place = directory;
        while (!Files.isDirectory(place) && place.getParent() != null) {
            place = place.getParent();
        }
        return place;
    }
}
