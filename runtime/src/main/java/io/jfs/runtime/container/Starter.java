package io.jfs.runtime.container;

import io.jfs.core.store.SnapshotStore;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import io.jfs.runtime.container.ContainerOptions.Flag;
import io.jfs.runtime.container.ContainerOptions.Texts;
import io.jfs.runtime.network.ContainerNetwork;
import io.jfs.runtime.network.PortMapping;
import io.jfs.runtime.oci.ContainerId;
import io.jfs.runtime.oci.CreateOptions;
import io.jfs.runtime.oci.OciRuntime;
import io.jfs.runtime.plan.MonitorSettings;
import io.jfs.runtime.spec.RuntimeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings one container to where its program waits to be started. Whatever fails, nothing of the start is left. */
final class Starter {
    private final ContainerEngine.Setup setup;
    private final OciRuntime runtime;
    private final Volumes volumes;
    private final ContainerRecord record;
    private final ContainerFiles files;
    private final Sharing sharing;
    private final ContainerNetwork network;

    Starter(
            ContainerEngine.Setup setup,
            OciRuntime runtime,
            Volumes volumes,
            Container container,
            Sharing.ProcessFinder finder)
            throws IOException {
        this.setup = setup;
        this.runtime = runtime;
        this.volumes = volumes;
        this.record = container.record();
        this.files = container.files();
        this.sharing = Sharing.of(record.options(), finder);
        this.network =
                new ContainerNetwork(setup.network(), record.id(), files.networkNamespace(), files.networkResult());
    }

    void prepare() throws IOException {
        SnapshotStore snapshots = setup.snapshots().of(record.driver());
        Files.createDirectories(files.runDirectory());
        try {
            RootMount.mount(snapshots, record, files.rootfs());
            create();
        } catch (IOException | RuntimeException e) {
            undo(e);
            throw e;
        }
    }

    private void create() throws IOException {
        EtcFiles etc = new EtcFiles(
                files,
                record.options(),
                sharing,
                BundleMaker.hostname(record, sharing),
                setup.network().userMode());
        Map<String, Path> mounts = etc.write();
        RuntimeSpec spec;
        try (Fd root = Open.open(files.rootfs(), Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
            spec = new BundleMaker(volumes).make(record, root, files.rootfs(), sharing, mounts);
        }
        Files.write(files.bundle().resolve("config.json"), spec.toBytes());
        CreateOptions options = CreateOptions.DEFAULT.withMonitor(monitor());
        if (spec.linux().cgroupsPath().isEmpty()) {
            options = options.withoutCgroups();
        }
        Optional<String> name = Sharing.network(record.options());
        if (name.isPresent()) {
            options = options.withBeforePivot(pid -> connect(etc, name.get(), pid));
        }
        runtime.create(files.bundle(), new ContainerId(record.id()), options);
    }

    private void connect(EtcFiles etc, String name, int pid) throws IOException {
        List<PortMapping> ports = PortMapping.parseAll(record.options().texts(Texts.PUBLISH));
        ContainerNetwork.Connection connection = network.connect(name, pid, ports);
        List<String> addresses = new ArrayList<>(connection.addresses());
        connection.gateways().forEach(gateway -> addresses.add("gateway " + gateway));
        etc.writeHosts(addresses);
    }

    private MonitorSettings monitor() {
        List<String> exit = new ArrayList<>(setup.exitCommand());
        if (!exit.isEmpty()) {
            exit.add(record.id());
        }
        return new MonitorSettings(
                files.directory().toString(),
                files.log().toString(),
                0,
                1,
                "", // the runtime knows the cgroup
                record.options().has(Flag.INTERACTIVE),
                record.options().has(Flag.TERMINAL),
                exit);
    }

    private void undo(Exception cause) {
        try {
            runtime.delete(new ContainerId(record.id()), true);
            network.disconnect();
            RootMount.unmount(files.rootfs());
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
