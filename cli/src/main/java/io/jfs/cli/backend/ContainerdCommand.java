package io.jfs.cli.backend;

import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.session.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        description = {
            "Print what containerd needs to use jfs as a snapshotter: its proxy plugin, and the systemd service that"
                    + " runs 'jfs serve' with the driver and root of this command.",
            "",
            "containerd reads the plugin's file if its own configuration imports it:"
                    + " imports = [\"/etc/containerd/conf.d/*.toml\"]."
        },
        footer = {"", "Example:", "  jfs --driver overlay backend containerd --write"})
final class ContainerdCommand extends JfsCommand {
    private static final String ALL = "rw-r--r--";

    @Option(
            names = "--socket",
            paramLabel = "PATH",
            defaultValue = "/run/jfs/snapshotter.sock",
            description = "Where the snapshotter listens (default: ${DEFAULT-VALUE})")
    Path socket = Path.of("/run/jfs/snapshotter.sock");

    @Option(
            names = "--metrics",
            paramLabel = "HOST:PORT",
            description = "Where it answers metrics and health, if anywhere")
    @Nullable
    String metrics;

    @Mixin
    WriteOptions options = new WriteOptions();

    ContainerdCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        ConfigFiles files = new ConfigFiles();
        files.add(Launchers.WRAPPER, "rwxr-xr-x", Launchers.wrapper());
        files.add("/etc/containerd/conf.d/jfs.toml", ALL, """
                version = 2

                [proxy_plugins.jfs]
                  type = "snapshot"
                  address = "%s"
                  # What kubelet watches for room; containerd 2, and the last of 1.6 and 1.7, tell it.
                  [proxy_plugins.jfs.exports]
                    root = "%s"
                """.formatted(
                        socket, session.storeRoot().root()));
        files.add("/etc/systemd/system/jfs-snapshotter.socket", ALL, """
                [Unit]
                Description=Socket of the jfs snapshotter for containerd
                Before=containerd.service

                [Socket]
                ListenStream=%s
                SocketMode=0600
                DirectoryMode=0700

                [Install]
                WantedBy=sockets.target
                RequiredBy=containerd.service
                """.formatted(socket));
        files.add("/etc/systemd/system/jfs-snapshotter.service", ALL, """
                [Unit]
                Description=jfs snapshotter for containerd
                Requires=jfs-snapshotter.socket
                Before=containerd.service

                [Service]
                Type=notify
                ExecStart=%s
                # systemd keeps the socket while the server is restarted: containerd waits instead of failing.
                StandardInput=socket
                StandardOutput=journal
                StandardError=journal
                Restart=always
                RestartSec=1
                # Mounts of running containers outlive the server.
                KillMode=process
                OOMScoreAdjust=-999
                LimitNOFILE=1048576

                [Install]
                WantedBy=multi-user.target
                """.formatted(String.join(" ", command())));
        options.emit(files, out());
    }

    private List<String> command() throws IOException {
        String driver = session.settings().driver().isPresent() ? session.driverName() : "";
        return java.util.stream.Stream.of(
                        Optional.of(Launchers.of("jfs")),
                        Optional.of("--root " + session.storeRoot().root()),
                        Optional.of(driver).filter(name -> !name.isEmpty()).map(name -> "--driver " + name),
                        Optional.of("serve --socket " + socket),
                        Optional.ofNullable(metrics).map(address -> "--metrics " + address))
                .flatMap(Optional::stream)
                .toList();
    }
}
