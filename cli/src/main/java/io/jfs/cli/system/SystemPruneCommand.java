package io.jfs.cli.system;

import io.jfs.cli.command.Confirmation;
import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.image.Removals;
import io.jfs.cli.mount.StaleMounts;
import io.jfs.cli.output.HumanSize;
import io.jfs.cli.session.Session;
import io.jfs.core.store.CleanupResult;
import io.jfs.image.RemoveResult;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        description = {
            "Remove what nothing needs: dangling images, layers of no image, records of mounts that are gone,"
                    + " and leftovers of processes that died.",
            "Mounted images and active snapshots stay."
        },
        footer = {"", "Example:", "  jfs system prune -f"})
final class SystemPruneCommand extends JfsCommand {
    @Option(
            names = {"-a", "--all"},
            description = "Remove images with names too, unless they are in use")
    boolean all;

    @Option(
            names = {"-f", "--force"},
            description = "Do not ask")
    boolean force;

    SystemPruneCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        String what = all ? "all images that are not in use" : "all dangling images";
        if (!force && !Confirmation.ask(session, "This will remove " + what + ", unused layers and stale mounts.")) {
            return;
        }
        if (!session.hasStore()) {
            out().line("Total reclaimed space: 0B");
            return;
        }
        StaleMounts.remove(session).forEach(mount -> out().line("Unmounted: " + mount));
        RemoveResult images = session.images().prune(all, Removals.unpacked(session));
        Removals.print(session, images);
        long freed = images.freedBytes();
        for (String driver : session.driversInUse()) {
            CleanupResult cleaned = session.snapshots(driver).cleanup();
            freed += cleaned.freed().bytes();
            cleaned.failures().forEach(failure -> session.err().line("jfs: " + failure));
        }
        out().line("Total reclaimed space: " + HumanSize.of(freed));
    }
}
