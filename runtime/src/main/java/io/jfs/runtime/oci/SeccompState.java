package io.jfs.runtime.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.image.oci.InvalidImageException;
import io.jfs.image.oci.Json;
import io.jfs.runtime.spec.RuntimeSpec;
import io.jfs.runtime.spec.SeccompSpec;
import java.nio.charset.StandardCharsets;

/** What a seccomp agent is told along with the listener (runtime-spec, "Container Process State"). */
final class SeccompState {
    private SeccompState() {}

    /** Empty if no agent is to be told. */
    static String text(RuntimeSpec spec, int pid, String state) throws InvalidImageException {
        if (spec.linux().seccomp().flatMap(SeccompSpec::listenerPath).isEmpty()) {
            return "";
        }
        ObjectNode json = Json.object();
        json.put("ociVersion", RuntimeSpec.VERSION);
        json.putArray("fds").add("seccompFd");
        json.put("pid", pid);
        spec.linux().seccomp().flatMap(SeccompSpec::listenerMetadata).ifPresent(data -> json.put("metadata", data));
        json.set("state", Json.parseObject(state.getBytes(StandardCharsets.UTF_8), "state"));
        return new String(Json.bytes(json), StandardCharsets.UTF_8);
    }
}
