package io.jfs.runtime.container;

import io.jfs.runtime.oci.ContainerStatus;
import io.jfs.runtime.oci.OciRuntime;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/** Tells where containers are in their life, by what the runtime below says and what was written down. */
record States(OciRuntime runtime) {
    ContainerState of(Container container) throws IOException {
        RunState run = container.files().readState();
        Optional<ContainerStatus> below = below(container);
        if (below.isPresent() && below.get() != ContainerStatus.STOPPED) {
            Optional<Integer> pid = runtime.pid(ContainerEngine.ociId(container));
            if (pid.isPresent()) {
                ContainerState.Status status = switch (below.get()) {
                    case PAUSED -> ContainerState.Status.PAUSED;
                    case RUNNING -> ContainerState.Status.RUNNING;
                    default -> ContainerState.Status.CREATED;
                };
                return new ContainerState(status, OptionalInt.of(pid.get()), run, Optional.empty());
            }
        }
        if (run.startedAt().isEmpty()) {
            return new ContainerState(ContainerState.Status.CREATED, OptionalInt.empty(), run, Optional.empty());
        }
        ExitRecord exit = container.files().readExit().orElse(ExitRecord.UNKNOWN);
        return new ContainerState(ContainerState.Status.EXITED, OptionalInt.empty(), run, Optional.of(exit));
    }

    private Optional<ContainerStatus> below(Container container) throws IOException {
        try {
            return Optional.of(runtime.status(ContainerEngine.ociId(container)));
        } catch (io.jfs.runtime.oci.NoSuchContainerException _) {
            return Optional.empty();
        }
    }
}
