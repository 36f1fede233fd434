package io.jfs.cli.mount;

import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.session.CommandException;
import io.jfs.cli.session.ExitCode;
import io.jfs.cli.session.Failures;
import io.jfs.cli.session.Session;
import io.jfs.cli.session.Style;
import io.jfs.cli.session.UsageException;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        description =
                "Unmount what 'jfs mount' mounted. What was written with --rw stays in its snapshot, unless --rm.",
        footer = {"", "Example:", "  jfs umount debian:latest"})
final class UmountCommand extends JfsCommand {
    @Parameters(
            arity = "0..*",
            paramLabel = "MOUNT",
            description = "A path, an image, a snapshot's key or a mount's ID")
    List<String> mounts = List.of();

    @Option(
            names = {"-a", "--all"},
            description = "All mounts of jfs")
    boolean all;

    @Option(
            names = {"-f", "--force"},
            description = "Detach even what is in use")
    boolean force;

    @Option(names = "--rm", description = "Remove the snapshot too, with all that was written")
    boolean remove;

    UmountCommand(Session session) {
        super(session);
    }

    @Override
    public int call() throws IOException {
        if (mounts.isEmpty() != all) {
            throw new UsageException(all ? "give either mounts or -a" : "tell what to unmount, or -a for all");
        }
        MountTable table = new MountTable(session.storeRoot().runRoot());
        List<String> wanted = all ? table.list().stream().map(MountRecord::id).toList() : mounts;
        Mounting mounting = new Mounting(session);
        int code = ExitCode.OK;
        for (String text : wanted) {
            try {
                MountRecord mount = one(table, text);
                mounting.unmount(mount, force, remove);
                out().line(all ? mount.target().toString() : text);
                if (!all) {
                    hintAtOthers(table.of(mount.driver(), mount.key()));
                }
            } catch (IOException e) {
                out().flush();
                session.err().line(Style.RED, "jfs: " + Failures.describe(e));
                Failures.hint(e).ifPresent(hint -> session.err().line("hint: " + hint));
                code = ExitCode.FAILURE;
            }
        }
        return code;
    }

    private void hintAtOthers(List<MountRecord> others) {
        if (remove && !others.isEmpty()) {
            session.err()
                    .line("hint: snapshot " + others.getFirst().key() + " stays, because it is mounted on "
                            + others.getFirst().target() + " too");
        }
    }

    private static MountRecord one(MountTable table, String text) throws IOException {
        List<MountRecord> found = table.find(text);
        if (found.isEmpty()) {
            throw CommandException.failed(text + ": not mounted by jfs", "'jfs mount' lists the mounts");
        }
        if (found.size() > 1) {
            throw CommandException.failed(
                    text + ": mounted " + found.size() + " times",
                    "give a path: "
                            + String.join(
                                    " ",
                                    found.stream()
                                            .map(mount -> mount.target().toString())
                                            .toList()));
        }
        return found.getFirst();
    }
}
