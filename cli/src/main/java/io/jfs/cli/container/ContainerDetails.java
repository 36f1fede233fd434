package io.jfs.cli.container;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.image.oci.Json;
import io.jfs.runtime.container.Container;
import io.jfs.runtime.container.ContainerEngine;
import io.jfs.runtime.container.ContainerOptions;
import io.jfs.runtime.container.ContainerOptions.Amount;
import io.jfs.runtime.container.ContainerOptions.Flag;
import io.jfs.runtime.container.ContainerOptions.Text;
import io.jfs.runtime.container.ContainerOptions.Texts;
import io.jfs.runtime.container.ContainerRecord;
import io.jfs.runtime.container.ContainerState;
import io.jfs.runtime.container.ExitRecord;
import io.jfs.runtime.container.VolumeUse;
import io.jfs.runtime.network.ContainerNetwork;
import io.jfs.runtime.network.PortMapping;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** All of a container, in the words of {@code docker inspect}. */
final class ContainerDetails {
    private static final String ZERO_TIME = "0001-01-01T00:00:00Z";

    private ContainerDetails() {}

    static ObjectNode of(ContainerEngine engine, Container container) throws IOException {
        ContainerRecord record = container.record();
        ContainerState state = engine.state(container);
        List<String> command = ContainerRows.command(record, true);
        ObjectNode json = Json.object()
                .put("Id", record.id())
                .put("Created", record.created().toString())
                .put("Path", command.isEmpty() ? "" : command.getFirst());
        json.set("Args", array(command.subList(Math.min(1, command.size()), command.size())));
        json.set("State", state(state));
        json.put("Image", record.imageId())
                .put(
                        "ResolvConfPath",
                        container.files().directory().resolve("resolv.conf").toString())
                .put(
                        "HostnamePath",
                        container.files().directory().resolve("hostname").toString())
                .put("HostsPath", container.files().directory().resolve("hosts").toString())
                .put("LogPath", container.files().log().toString())
                .put("Name", "/" + record.name())
                .put("RestartCount", state.run().restarts())
                .put("Driver", record.driver())
                .put("Platform", "linux");
        json.set("HostConfig", host(record.options()));
        ObjectNode graph = json.putObject("GraphDriver").put("Name", record.driver());
        graph.putObject("Data")
                .put("Snapshot", record.snapshot())
                .put("MergedDir", container.files().rootfs().toString());
        json.set("Mounts", mounts(record));
        json.set("Config", config(record));
        json.set("NetworkSettings", network(engine.network(container).connection(), container));
        return json;
    }

    private static ObjectNode state(ContainerState state) {
        ContainerState.Status status = state.status();
        return Json.object()
                .put("Status", status.name().toLowerCase(Locale.ROOT))
                .put("Running", state.isAlive())
                .put("Paused", status == ContainerState.Status.PAUSED)
                .put("Restarting", false)
                .put("OOMKilled", state.exit().filter(ExitRecord::oomKilled).isPresent())
                .put("Dead", false)
                .put("Pid", state.isAlive() ? state.pid().orElse(0) : 0)
                .put("ExitCode", state.exitCode())
                .put("Error", state.run().error())
                .put("StartedAt", time(state.run().startedAt()))
                .put("FinishedAt", time(state.exit().flatMap(ExitRecord::finishedAt)));
    }

    private static String time(Optional<Instant> moment) {
        return moment.map(Instant::toString).orElse(ZERO_TIME);
    }

    private static ObjectNode host(ContainerOptions options) {
        ObjectNode host = Json.object();
        host.set("Binds", array(options.texts(Texts.VOLUMES)));
        host.put("NetworkMode", options.text(Text.NETWORK).orElse("bridge"));
        host.putObject("RestartPolicy").put("Name", options.text(Text.RESTART).orElse("no"));
        host.put("AutoRemove", options.has(Flag.AUTO_REMOVE));
        host.set("CapAdd", array(options.texts(Texts.CAP_ADD)));
        host.set("CapDrop", array(options.texts(Texts.CAP_DROP)));
        host.set("Dns", array(options.texts(Texts.DNS)));
        host.set("ExtraHosts", array(options.texts(Texts.HOSTS)));
        host.put("Privileged", options.has(Flag.PRIVILEGED));
        host.put("ReadonlyRootfs", options.has(Flag.READ_ONLY));
        host.set("SecurityOpt", array(options.texts(Texts.SECURITY)));
        host.put("CpuShares", amount(options, Amount.CPU_SHARES))
                .put("Memory", amount(options, Amount.MEMORY))
                .put("NanoCpus", amount(options, Amount.NANO_CPUS))
                .put("CpuPeriod", amount(options, Amount.CPU_PERIOD))
                .put("CpuQuota", amount(options, Amount.CPU_QUOTA))
                .put("CpusetCpus", options.text(Text.CPUS).orElse(""))
                .put("MemorySwap", amount(options, Amount.MEMORY_SWAP))
                .put("PidsLimit", amount(options, Amount.PIDS))
                .put("ShmSize", options.amount(Amount.SHM_SIZE).orElse(64L << 20));
        return host;
    }

    private static long amount(ContainerOptions options, Amount amount) {
        return options.amount(amount).orElse(0);
    }

    private static ArrayNode mounts(ContainerRecord record) {
        ArrayNode mounts = Json.array();
        for (VolumeUse use : record.volumes()) {
            mounts.addObject()
                    .put("Type", "volume")
                    .put("Name", use.name())
                    .put("Destination", use.destination())
                    .put("RW", !use.readOnly());
        }
        return mounts;
    }

    private static ObjectNode config(ContainerRecord record) {
        ContainerOptions options = record.options();
        ObjectNode config = Json.object()
                .put("Hostname", options.text(Text.HOSTNAME).orElse(record.shortId()))
                .put("Domainname", options.text(Text.DOMAINNAME).orElse(""))
                .put(
                        "User",
                        options.text(Text.USER)
                                .orElse(record.imageConfig().path("User").asText("")))
                .put("Tty", options.has(Flag.TERMINAL))
                .put("OpenStdin", options.has(Flag.INTERACTIVE));
        config.set("Env", array(options.texts(Texts.ENVIRONMENT)));
        config.set("Cmd", array(options.texts(Texts.ARGUMENTS)));
        config.put("Image", record.image())
                .put(
                        "WorkingDir",
                        options.text(Text.DIRECTORY)
                                .orElse(record.imageConfig().path("WorkingDir").asText("")));
        ObjectNode labels = config.putObject("Labels");
        record.imageConfig().path("Labels").properties().forEach(label -> labels.set(label.getKey(), label.getValue()));
        for (String label : options.texts(Texts.LABELS)) {
            int equals = label.indexOf('=');
            labels.put(equals < 0 ? label : label.substring(0, equals), equals < 0 ? "" : label.substring(equals + 1));
        }
        return config;
    }

    private static ObjectNode network(Optional<ContainerNetwork.Connection> connected, Container container) {
        ContainerNetwork.Connection connection = connected.orElse(ContainerNetwork.Connection.NONE);
        ObjectNode network = Json.object()
                .put(
                        "SandboxKey",
                        connected.isPresent()
                                ? container.files().networkNamespace().toString()
                                : "")
                .put("IPAddress", connection.addresses().stream().findFirst().orElse(""))
                .put("Gateway", connection.gateways().stream().findFirst().orElse(""));
        ObjectNode ports = network.putObject("Ports");
        for (PortMapping port : connection.ports()) {
            String key = port.containerPort() + "/" + port.protocol();
            ArrayNode list = ports.path(key) instanceof ArrayNode present ? present : ports.putArray(key);
            list.addObject()
                    .put("HostIp", port.hostAddress().isEmpty() ? "0.0.0.0" : port.hostAddress())
                    .put("HostPort", Integer.toString(port.hostPort()));
        }
        if (connected.isPresent()) {
            network.putObject("Networks")
                    .putObject(connection.network())
                    .put(
                            "IPAddress",
                            connection.addresses().stream().findFirst().orElse(""))
                    .put("Gateway", connection.gateways().stream().findFirst().orElse(""));
        }
        return network;
    }

    private static ArrayNode array(List<String> texts) {
        ArrayNode array = Json.array();
        texts.forEach(array::add);
        return array;
    }
}
