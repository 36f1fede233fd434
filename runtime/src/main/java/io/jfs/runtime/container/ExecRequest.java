package io.jfs.runtime.container;

import java.util.List;
import java.util.Optional;

/**
 * Another process in a running container.
 *
 * @param environment beside the container's own, each {@code KEY=VALUE}
 * @param interactive whether it reads this process's standard input
 * @param foreground whether to wait for it
 */
public record ExecRequest(
        List<String> command,
        boolean terminal,
        List<String> environment,
        Optional<String> user,
        Optional<String> directory,
        boolean privileged,
        boolean interactive,
        boolean foreground) {}
