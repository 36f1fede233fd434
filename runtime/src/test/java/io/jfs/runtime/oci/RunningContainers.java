package io.jfs.runtime.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.image.oci.Json;
import java.io.IOException;
import java.nio.file.Path;

/** For tests of the helper from outside of this package: containers that use much of it. */
public final class RunningContainers {
    private RunningContainers() {}

    /** Runs some, with terminal, user namespace, filter, exec and errors. */
    public static void liveAndDie(Path directory) throws IOException {
        Bundle plain = new Bundle(directory.resolve("plain"));
        plain.mount("/a/b", "tmpfs", "tmpfs", "tmpcopyup").script("echo out; echo err >&2; exit 7");
        ObjectNode seccomp = plain.linux().putObject("seccomp").put("defaultAction", "SCMP_ACT_ALLOW");
        seccomp.putArray("syscalls");
        assertThat(plain.run()).isEqualTo(new Bundle.Outcome(7, "out\n", "err\n"));
        plain.args("/nothing");
        assertThatThrownBy(plain::create).hasMessageContaining("/nothing");

        Bundle terminal = new Bundle(directory.resolve("terminal"));
        terminal.process().put("terminal", true);
        assertThat(terminal.script("test -t 0; exit $?").run().code()).isZero();

        Bundle mapped = new Bundle(directory.resolve("mapped"));
        mapped.namespaces().addObject().put("type", "user");
        for (String kind : new String[] {"uidMappings", "gidMappings"}) {
            mapped.linux()
                    .withArray(kind)
                    .addObject()
                    .put("containerID", 0)
                    .put("hostID", 1000)
                    .put("size", 10);
        }
        mapped.script("sleep 100").create();
        mapped.runtime.start(mapped.id);
        ObjectNode process = Json.object();
        process.putArray("args").add("/bin/true");
        Bundle other = new Bundle(directory.resolve("exec"));
        mapped.runtime.exec(mapped.id, process, ExecOptions.monitored(other.monitor()));
        assertThat(other.await().code()).isZero();
        mapped.runtime.delete(mapped.id, true);
    }
}
