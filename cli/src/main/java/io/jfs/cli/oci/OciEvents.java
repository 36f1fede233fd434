package io.jfs.cli.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.cli.session.UsageException;
import io.jfs.image.oci.Json;
import io.jfs.runtime.cgroup.CgroupStats;
import io.jfs.runtime.oci.ContainerId;
import io.jfs.runtime.oci.ContainerStatus;
import io.jfs.runtime.oci.NoSuchContainerException;
import io.jfs.runtime.oci.OciRuntime;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code events}: what a container uses, and that it ran out of memory, one JSON object a line, as runc prints them.
 */
record OciEvents(OciRuntime runtime, PrintStream out) {
    private static final OciArguments.Syntax SYNTAX =
            new OciArguments.Syntax(Set.of("stats"), Set.of("interval"), Map.of(), -1);
    private static final long DEFAULT_SECONDS = 5;

    int run(List<String> words) throws IOException {
        OciArguments given = OciArguments.parse(SYNTAX, words);
        if (given.operands().size() != 1) {
            throw new UsageException("events needs one container id");
        }
        ContainerId id = ContainerId.of(given.operands().getFirst());
        if (given.has("stats")) {
            print(id, "stats", data(runtime.stats(id)));
            return 0;
        }
        String interval = given.value("interval").orElse(Long.toString(DEFAULT_SECONDS));
        watch(id, seconds(interval));
        return 0;
    }

    private static long seconds(String text) throws UsageException {
        try {
            long seconds = Long.parseLong(text.replaceFirst("s$", ""));
            if (seconds > 0) {
                return seconds;
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw new UsageException("--interval " + text + ": it is a number of seconds, at least 1");
    }

    private void watch(ContainerId id, long seconds) throws IOException {
        long kills = 0;
        try {
            while (runtime.status(id) != ContainerStatus.STOPPED) {
                CgroupStats stats = runtime.stats(id);
                if (stats.oomKills() > kills) {
                    print(id, "oom", Json.object());
                }
                kills = stats.oomKills();
                print(id, "stats", data(stats));
                Thread.sleep(seconds * 1000);
            }
        } catch (NoSuchContainerException _) {
            // deleted meanwhile
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void print(ContainerId id, String type, ObjectNode data) {
        ObjectNode event = Json.object();
        event.put("type", type).put("id", id.text()).set("data", data);
        out.println(new String(Json.bytes(event), StandardCharsets.UTF_8));
        out.flush();
    }

    private static ObjectNode data(CgroupStats stats) {
        ObjectNode data = Json.object();
        ObjectNode cpu = data.putObject("cpu");
        cpu.putObject("usage")
                .put("total", stats.cpuNanos())
                .put("kernel", stats.systemNanos())
                .put("user", stats.userNanos());
        cpu.putObject("throttling").put("throttledPeriods", stats.throttledPeriods());
        ObjectNode usage = data.putObject("memory").putObject("usage");
        usage.put("usage", stats.memoryUsageBytes());
        stats.memoryLimit().ifPresent(limit -> usage.put("limit", limit));
        ObjectNode pids = data.putObject("pids").put("current", stats.pids());
        stats.pidsLimit().ifPresent(limit -> pids.put("limit", limit));
        data.putObject("blkio").put("readBytes", stats.readBytes()).put("writtenBytes", stats.writtenBytes());
        return data;
    }
}
