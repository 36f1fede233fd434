package io.jfs.cli.system;

import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.mount.MountTable;
import io.jfs.cli.output.Json;
import io.jfs.cli.output.Listing;
import io.jfs.cli.output.Template;
import io.jfs.cli.session.Failures;
import io.jfs.cli.session.Session;
import io.jfs.cli.session.Settings;
import io.jfs.core.driver.DriverProbe;
import io.jfs.core.driver.StorageDriverProvider;
import io.jfs.core.store.Drivers;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        description = "Show the settings in effect, where each came from, and what the store holds.",
        footer = {"", "Example:", "  jfs info -f '{{.Driver}} {{.Root}}'"})
final class InfoCommand extends JfsCommand {
    @Option(
            names = {"-f", "--format"},
            paramLabel = "FORMAT",
            description = "json or a Go template")
    @Nullable
    String format;

    InfoCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        Settings.Sourced<Path> root = session.settings().root();
        Settings.Sourced<Path> runRoot = session.settings().runRoot();
        Settings.Sourced<String> driver = driver();
        Optional<Settings.Sourced<Path>> config = session.settings().configFile();
        Map<String, Object> fields = Listing.fields(
                "Version", BuildInfo.read().version(),
                "Root", root.value().toString(),
                "RootSource", root.source(),
                "RunRoot", runRoot.value().toString(),
                "RunRootSource", runRoot.source(),
                "Driver", driver.value(),
                "DriverSource", driver.source(),
                "DriverOptions",
                        new TreeMap<>(session.settings().driverOptions().values()),
                "Config", config.map(file -> file.value().toString()).orElse("none"),
                "ConfigSource", config.map(Settings.Sourced::source).orElse("default"),
                "Images",
                        count(() ->
                                session.hasImages() ? session.images().images().size() : 0),
                "Mounts", count(() -> new MountTable(runRoot.value()).list().size()),
                "Kernel", System.getProperty("os.version", ""),
                "OsArch",
                        System.getProperty("os.name", "").toLowerCase(Locale.ROOT) + "/"
                                + System.getProperty("os.arch", ""),
                "Cpus", Runtime.getRuntime().availableProcessors(),
                "Rootless", session.settings().isRootless(),
                "DriverFacts", facts());
        if (format == null) {
            print(fields);
        } else {
            out().line(
                            format.equals("json")
                                    ? Json.compact(fields)
                                    : Template.parse(format).render(fields));
        }
    }

    @FunctionalInterface
    private interface Counting {
        int count() throws IOException;
    }

    /** The settings are worth telling also to those who may not look into the store. */
    private static Object count(Counting counting) throws IOException {
        try {
            return counting.count();
        } catch (AccessDeniedException e) {
            return "unknown, " + Failures.describe(e);
        }
    }

    /** What the drivers found out about this machine, by their names. */
    private Map<String, Object> facts() {
        Path place = DriverLsCommand.nearest(session.storeRoot().root());
        Map<String, Object> facts = new LinkedHashMap<>();
        for (StorageDriverProvider provider : Drivers.all()) {
            if (provider.probe(place) instanceof DriverProbe.Available available
                    && !available.facts().isEmpty()) {
                facts.put(provider.name(), new LinkedHashMap<>(available.facts()));
            }
        }
        return facts;
    }

    private void print(Map<String, Object> fields) {
        fields.forEach((name, value) -> {
            if (name.equals("DriverFacts") && value instanceof Map<?, ?> drivers) {
                drivers.forEach((driver, facts) -> out().line("Driver " + driver + ": " + text(facts)));
            } else if (!name.endsWith("Source")) {
                Object source = fields.get(name + "Source");
                out().line(name.replaceAll("(?<=[a-z])(?=[A-Z])", " ") + ": " + value
                        + (source == null ? "" : " (" + source + ")"));
            }
        });
    }

    private static String text(Object facts) {
        return facts instanceof Map<?, ?> map
                ? map.entrySet().stream()
                        .map(fact -> fact.getKey() + " " + fact.getValue())
                        .collect(Collectors.joining("; "))
                : facts.toString();
    }

    private Settings.Sourced<String> driver() {
        return session.settings().driver().orElseGet(() -> {
            Path place = DriverLsCommand.nearest(session.storeRoot().root());
            return Drivers.all().stream()
                    .filter(provider -> provider.probe(place) instanceof DriverProbe.Available)
                    .findFirst()
                    .map(StorageDriverProvider::name)
                    .map(name -> new Settings.Sourced<>(name, "the best that works here"))
                    .orElseGet(() -> new Settings.Sourced<>("none", "none works here: see 'jfs driver ls'"));
        });
    }
}
