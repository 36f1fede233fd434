package io.jfs.cli.demo;

import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.session.CommandException;
import io.jfs.cli.session.Session;
import io.jfs.cli.session.Settings;
import io.jfs.core.store.Drivers;
import io.jfs.core.tree.TreeRemover;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code jfs demo}. */
@Command(
        description = {
            "Show what jfs does, on a small image made out of Debian packages.",
            "Every command is printed before its output. All happens in a temporary directory, which is removed at the"
                    + " end. Needs apt-get and dpkg-deb; the packages are a megabyte."
        },
        footer = {"", "Example:", "  jfs demo"})
public final class DemoCommand extends JfsCommand {
    private static final List<String> TOOLS = List.of("apt-get", "dpkg-deb", "tar");

    private static final String WITHOUT_MOUNTING = "vfs";

    private final Stage.Jfs jfs;

    @Option(names = "--keep", description = "Keep the directory, to go on from there")
    boolean keep;

    /**
     * For the table of all commands.
     *
     * @param jfs runs the commands that are shown
     */
    public DemoCommand(Session session, Stage.Jfs jfs) {
        super(session);
        this.jfs = jfs;
    }

    @Override
    protected void run() throws IOException {
        for (String tool : TOOLS) {
            requireTool(tool);
        }
        Path directory = Files.createTempDirectory("jfs-demo-");
        String driver = driver(directory);
        Stage stage = new Stage(session, jfs, directory, driver);
        try {
            introduce(stage, directory, driver);
            new ImageMaking(stage, directory).run();
            new Walk(stage, directory).run();
        } finally {
            end(stage, directory);
        }
    }

    private void introduce(Stage stage, Path directory, String driver) {
        stage.say("DEMO=" + directory, "All that follows uses a store of its own, --root $DEMO/store.");
        if (!Settings.isRoot() && !driver.equals(WITHOUT_MOUNTING)) {
            stage.say("You are not root. Owners and device files are left out.");
        } else if (!Settings.isRoot()) {
            stage.say(
                    "You are not root. Mounting needs root, so the vfs driver is used: its snapshots are plain",
                    "directories, and 'jfs mount' only prints where. Owners and device files are left out.");
        }
    }

    /** A plain user's driver is vfs, whatever else might work: its trees can be used without mounting. */
    private String driver(Path directory) throws IOException {
        if (session.settings().driver().isPresent()) {
            return session.settings().driver().get().value();
        }
        return Settings.isRoot() ? Drivers.preferred(directory).name() : WITHOUT_MOUNTING;
    }

    private void end(Stage stage, Path directory) throws IOException {
        if (keep) {
            stage.say("Kept: " + directory, "Go on with: jfs --root " + directory + "/store images");
            return;
        }
        stage.quietly("umount", "--all", "--force", "--rm");
        TreeRemover.remove(directory);
    }

    private void requireTool(String tool) throws IOException {
        for (String place :
                session.variables().getOrDefault("PATH", "/usr/bin:/bin").split(":", -1)) {
            if (Files.isExecutable(Path.of(place, tool))) {
                return;
            }
        }
        throw CommandException.failed(
                "demo: " + tool + " is not there",
                "the demo makes its image out of Debian packages; on another system load"
                        + " an image of your own: 'jfs load -i FILE'");
    }
}
