package io.jfs.cli.backend;

import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.session.Session;
import io.jfs.cli.session.Settings;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        description = {
            "Print what podman and buildah need to mount layers by jfs-union: storage.conf, for root or for the user who"
                    + " asks.",
            "",
            "To try it without a file: podman --storage-opt overlay.mount_program=…/bin/jfs-union run …"
        },
        footer = {"", "Example:", "  jfs backend podman --write"})
final class PodmanCommand extends JfsCommand {
    @Mixin
    WriteOptions options = new WriteOptions();

    PodmanCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        ConfigFiles files = new ConfigFiles();
        if (Settings.isRoot()) {
            files.add(Launchers.WRAPPER, "rwxr-xr-x", Launchers.wrapper());
            files.add("/etc/containers/storage.conf", "rw-r--r--", """
                    [storage]
                    driver = "overlay"
                    runroot = "/run/containers/storage"
                    graphroot = "/var/lib/containers/storage"

                    [storage.options.overlay]
                    mount_program = "%s"
                    """.formatted(Launchers.WRAPPER));
        } else {
            files.add(userConfig() + "/containers/storage.conf", "rw-r--r--", """
                    [storage]
                    driver = "overlay"

                    [storage.options.overlay]
                    mount_program = "%s"
                    """.formatted(Launchers.of("jfs-union")));
        }
        options.emit(files, out());
    }

    private String userConfig() {
        String home = session.variables().getOrDefault("HOME", "/nonexistent");
        return session.variables().getOrDefault("XDG_CONFIG_HOME", home + "/.config");
    }
}
