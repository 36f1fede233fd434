package io.jfs.cli.container;

import io.jfs.cli.oci.SignalNames;
import io.jfs.runtime.container.Container;
import io.jfs.runtime.container.ContainerEngine;
import io.jfs.runtime.container.ContainerOptions.Amount;
import io.jfs.runtime.container.ContainerOptions.Text;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Stops a container by its own signal and time, or by those that were asked for. Filled by picocli. */
final class Stopping {
    private static final long SECONDS = 10;

    @Option(
            names = {"-t", "--time", "--timeout"},
            paramLabel = "SECONDS",
            description = "Before it is killed; -1: never (default: 10)")
    @Nullable
    String seconds;

    @Option(
            names = {"-s", "--signal"},
            paramLabel = "SIGNAL",
            description = "In place of the container's")
    @Nullable
    String signal;

    void stop(ContainerEngine engine, Container container) throws IOException {
        String image = container.record().imageConfig().path("StopSignal").asText("");
        String own = container.record().options().text(Text.STOP_SIGNAL).orElse(image.isEmpty() ? "TERM" : image);
        long timeout = seconds == null
                ? container.record().options().amount(Amount.STOP_TIMEOUT).orElse(SECONDS)
                : Values.number("--time", seconds);
        engine.stop(container, SignalNames.number(signal == null ? own : signal), timeout);
    }
}
