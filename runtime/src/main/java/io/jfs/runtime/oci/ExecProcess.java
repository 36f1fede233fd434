package io.jfs.runtime.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.image.oci.Json;
import io.jfs.runtime.spec.ProcessSpec;
import io.jfs.runtime.spec.RuntimeSpec;
import java.io.IOException;

/** The process of an exec, made of that of the container. */
final class ExecProcess {
    private ExecProcess() {}

    /** Fields that are given replace those of the container's first process; a terminal is not inherited. */
    static ProcessSpec of(RuntimeSpec spec, ObjectNode overrides) throws IOException {
        ObjectNode process = spec.process().orElseThrow().json().deepCopy();
        process.remove("terminal");
        process.remove("consoleSize");
        process.setAll(overrides);
        return ProcessSpec.parse(Json.bytes(process), "process");
    }
}
