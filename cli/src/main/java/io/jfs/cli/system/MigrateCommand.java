package io.jfs.cli.system;

import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.session.Session;
import io.jfs.cli.session.UsageException;
import io.jfs.core.SnapshotKey;
import io.jfs.core.store.Drivers;
import io.jfs.image.migrate.Migration;
import io.jfs.image.migrate.MigrationResult;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        description = {
            "Move images and committed snapshots from the other storage drivers to one, from what is here: nothing is"
                    + " pulled, and every layer's digest is verified.",
            "Interrupted, it goes on where it stopped when it is run again; the old ones are removed when all is done."
                    + " Active snapshots and views stay with their driver, and what is below them too."
        },
        footer = {"", "Example:", "  jfs system migrate --to btrfs"})
final class MigrateCommand extends JfsCommand {
    @Option(names = "--to", required = true, paramLabel = "DRIVER", description = "The new driver, see 'jfs driver ls'")
    String to = "";

    @Option(names = "--from", paramLabel = "DRIVER", description = "Only from this driver (default: from all others)")
    @Nullable
    String from;

    @Option(names = "--keep", description = "Do not remove the old ones")
    boolean keep;

    MigrateCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        Drivers.byName(to);
        List<String> others = session.driversInUse().stream()
                .filter(driver -> !driver.equals(to))
                .filter(driver -> from == null || driver.equals(from))
                .toList();
        if (from != null && others.isEmpty()) {
            throw new UsageException("--from " + from + ": this driver has no snapshots, or is the new one");
        }
        for (String driver : others) {
            migrate(driver);
        }
        out().line("'jfs --driver " + to + " ...', JFS_DRIVER or the configuration file choose the driver from now on");
    }

    private void migrate(String driver) throws IOException {
        MigrationResult result = new Migration(session.snapshots(driver), session.snapshots(to), session.storeRoot())
                .run(session.images(), !keep, session.progress());
        session.endProgress();
        out().line(driver + " to " + to + ": " + result.moved() + " snapshots moved, " + result.present()
                + " were there already; " + result.removed() + " removed from " + driver);
        if (!result.kept().isEmpty()) {
            List<String> names = result.kept().stream().map(SnapshotKey::text).toList();
            session.err()
                    .line("hint: " + driver + " keeps what is below active snapshots and views: "
                            + String.join(", ", names));
        }
    }
}
