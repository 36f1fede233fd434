package io.jfs.cli.container;

import io.jfs.cli.output.HumanAge;
import io.jfs.cli.output.Listing;
import io.jfs.runtime.container.Container;
import io.jfs.runtime.container.ContainerEngine;
import io.jfs.runtime.container.ContainerOptions.Text;
import io.jfs.runtime.container.ContainerOptions.Texts;
import io.jfs.runtime.container.ContainerRecord;
import io.jfs.runtime.container.ContainerState;
import io.jfs.runtime.container.ExitRecord;
import io.jfs.runtime.network.ContainerNetwork;
import io.jfs.runtime.network.PortMapping;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Containers as rows of {@code ps}. */
final class ContainerRows {
    private static final int SHOWN_COMMAND = 20;

    private final ContainerEngine engine;
    private final Instant now;
    private final boolean truncates;

    ContainerRows(ContainerEngine engine, Instant now, boolean truncates) {
        this.engine = engine;
        this.now = now;
        this.truncates = truncates;
    }

    Map<String, Object> row(Container container, ContainerState state) throws IOException {
        ContainerRecord record = container.record();
        return Listing.fields(
                "ID", truncates ? record.shortId() : record.id(),
                "Image", record.image(),
                "Command", command(record),
                "RunningFor", HumanAge.since(record.created(), now),
                "CreatedAt", record.created().toString(),
                "Status", status(state),
                "State", state.status().name().toLowerCase(Locale.ROOT),
                "Ports", ports(container),
                "Names", record.name(),
                "Labels", String.join(",", record.options().texts(Texts.LABELS)),
                "Pid", state.pid().orElse(0),
                "ExitCode", state.exitCode());
    }

    private String command(ContainerRecord record) {
        String command = '"' + String.join(" ", command(record, true)) + '"';
        return truncates && command.length() > SHOWN_COMMAND
                ? command.substring(0, SHOWN_COMMAND - 2) + "…\""
                : command;
    }

    static List<String> command(ContainerRecord record, boolean withEntrypoint) {
        List<String> words = new ArrayList<>();
        Optional<String> entrypoint = record.options().text(Text.ENTRYPOINT);
        if (entrypoint.isPresent()) {
            words.add(entrypoint.get());
        } else if (withEntrypoint) {
            record.imageConfig().path("Entrypoint").forEach(word -> words.add(word.asText("")));
        }
        if (record.options().texts(Texts.ARGUMENTS).isEmpty() && entrypoint.isEmpty()) {
            record.imageConfig().path("Cmd").forEach(word -> words.add(word.asText("")));
        }
        words.addAll(record.options().texts(Texts.ARGUMENTS));
        return words;
    }

    private String ports(Container container) throws IOException {
        List<PortMapping> ports = engine.network(container)
                .connection()
                .map(ContainerNetwork.Connection::ports)
                .orElse(List.of());
        return String.join(", ", ports.stream().map(PortMapping::toString).toList());
    }

    String status(ContainerState state) {
        String up = "Up " + state.run().startedAt().map(this::age).orElse("");
        return switch (state.status()) {
            case CREATED -> "Created";
            case RUNNING -> up;
            case PAUSED -> up + " (Paused)";
            case EXITED ->
                "Exited (" + state.exitCode() + ") "
                        + state.exit()
                                .flatMap(ExitRecord::finishedAt)
                                .map(end -> HumanAge.since(end, now))
                                .orElse("at an unknown time");
        };
    }

    private String age(Instant start) {
        Duration age = Duration.between(start, now);
        return age.toSeconds() < 1
                ? "Less than a second"
                : HumanAge.since(start, now).replace(" ago", "");
    }
}
