package io.jfs.runtime.container;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.image.oci.Json;
import io.jfs.runtime.container.ContainerOptions.Flag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What another process of a container has in place of the first one's. */
final class ExecSection {
    private ExecSection() {}

    /** @param user whom it runs as, where that is not the first one's user */
    static ObjectNode of(
            ExecRequest request, ContainerRecord record, Optional<UserLookup.Identity> user, String hostname)
            throws IOException {
        ObjectNode process = Json.object().put("terminal", request.terminal());
        process.set("args", ProcessSection.array(request.command()));
        List<String> environment = new ArrayList<>(request.terminal() ? List.of("TERM=xterm") : List.of());
        environment.addAll(ProcessSection.environment(record, hostname));
        environment.addAll(request.environment());
        process.set("env", ProcessSection.array(ProcessSection.merged(environment)));
        request.directory().ifPresent(directory -> process.put("cwd", directory));
        user.ifPresent(identity -> process.set("user", ProcessSection.user(identity)));
        if (request.privileged()) {
            ContainerOptions all = ContainerOptions.none().with(Flag.PRIVILEGED);
            process.set("capabilities", ProcessSection.capabilities(Capabilities.of(all)));
        }
        return process;
    }
}
