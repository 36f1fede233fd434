package io.jfs.cli.mount;

import static io.jfs.cli.output.Column.left;

import io.jfs.cli.command.Arguments;
import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.output.Listing;
import io.jfs.cli.output.Template;
import io.jfs.cli.session.ExitCode;
import io.jfs.cli.session.Session;
import io.jfs.cli.session.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        customSynopsis = {
            "jfs mount [OPTIONS] IMAGE|LAYER|KEY [TARGET]",
            "       jfs mount [OPTIONS] IMAGE|LAYER|KEY [TARGET] -- COMMAND [ARG...]",
            "       jfs mount --print [OPTIONS] IMAGE|LAYER|KEY [TARGET]",
            "       jfs mount [--format FORMAT]"
        },
        description = {
            "Mount an image, a layer or a snapshot, and print where. Without arguments, list the mounts.",
            "IMAGE@N is the image's lowest N layers, as with --upto.",
            "",
            "With --rw it can be written: what is written lives in an active snapshot, which stays after umount until"
                    + " 'snapshot rm', or becomes an image by 'commit'. 'jfs mount KEY' mounts it again.",
            "",
            "A plain user, whom the kernel lets mount nothing, gets the path of a copy, which goes with umount; or a FUSE"
                    + " mount, if the driver makes one.",
            "",
            "With a COMMAND, it is run while the mount is there, with the path in JFS_MOUNT and in place of each {};"
                    + " afterwards the mount is gone, with a new snapshot too, and the exit code is the command's"
                    + " (125: jfs failed, 126: not executable, 127: not found, 128+n: killed by signal n).",
            "",
            "With --print nothing is mounted: it prints the mount commands, or with --format json or a template the"
                    + " mounts as data. They need a snapshot, which stays until 'snapshot rm'."
        },
        footer = {"", "Example:", "  jfs mount debian:latest -- ls {}/etc"})
final class MountCommand extends JfsCommand {
    @Parameters(index = "0", arity = "0..1", paramLabel = "IMAGE|LAYER|KEY", description = "What to mount")
    @Nullable
    String what;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TARGET",
            description = "Where; made if missing (default: a directory below the run root)")
    @Nullable
    Path target;

    @Option(names = "--rw", description = "Writable, on a new active snapshot")
    boolean writable;

    @Option(names = "--print", description = "Print the mount commands instead of mounting")
    boolean print;

    @Option(names = "--name", paramLabel = "KEY", description = "Key of the new snapshot, with --rw or --print")
    @Nullable
    String name;

    @Option(names = "--upto", paramLabel = "N", description = "Only the lowest N layers of the image")
    @Nullable
    Integer upTo;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "Of the list: json, table, or a Go template; with --print: json or a template")
    @Nullable
    String format;

    MountCommand(Session session) {
        super(session);
    }

    @Override
    public int failureCode() {
        return session.trailing().isEmpty() ? ExitCode.FAILURE : ExitCode.USAGE;
    }

    @Override
    public int call() throws IOException {
        if (what == null) {
            if (!session.trailing().isEmpty() || print || writable) {
                throw new UsageException("tell what to mount");
            }
            list();
            return ExitCode.OK;
        }
        if (name != null && !writable && !print) {
            throw new UsageException("--name needs --rw or --print");
        }
        Mounting mounting = new Mounting(session);
        Mounting.Request request = new Mounting.Request(
                what,
                upTo == null ? OptionalInt.empty() : OptionalInt.of(upTo),
                writable,
                Optional.ofNullable(name),
                Optional.ofNullable(target));
        if (print) {
            print(mounting, request);
            return ExitCode.OK;
        }
        if (format != null) {
            throw new UsageException("--format is for the list of mounts and for --print");
        }
        MountRecord made = mounting.mount(request);
        if (session.trailing().isEmpty()) {
            out().line(made.target().toString());
            return ExitCode.OK;
        }
        return new RunInMount(session, mounting, made, made.key().equals(what)).run(session.trailing());
    }

    private void print(Mounting mounting, Mounting.Request request) throws IOException {
        if (!session.trailing().isEmpty()) {
            throw new UsageException("--print runs no command");
        }
        if (format != null) {
            Arguments.parse(format, Template::parse);
        }
        Mounting.Source source = mounting.prepare(request);
        String where =
                target == null ? "TARGET" : target.toAbsolutePath().normalize().toString();
        out().lines(MountText.lines(source.mounts(), where, Optional.ofNullable(format)));
        if (source.isNew()) {
            out().flush();
            session.err()
                    .line("hint: this is snapshot " + source.key() + ", which stays until 'jfs snapshot rm "
                            + source.key() + "'");
        }
    }

    private void list() throws IOException {
        Listing listing = new Listing(
                List.of(
                        left("Name", "MOUNTED"),
                        left("Path", "PATH"),
                        left("Key", "KEY"),
                        left("Driver", "DRIVER"),
                        left("Writable", "WRITABLE")),
                new MountTable(session.storeRoot().runRoot())
                        .list().stream().map(MountCommand::fields).toList());
        out().lines(listing.lines(format == null ? "{{.Name}} {{.Path}}" : format));
    }

    private static Map<String, Object> fields(MountRecord mount) {
        Map<String, Object> fields = mount.fields();
        fields.put("Name", mount.name());
        return fields;
    }
}
