package io.jfs.cli.image;

import io.jfs.cli.command.Arguments;
import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.session.CommandException;
import io.jfs.cli.session.Session;
import io.jfs.cli.session.UsageException;
import io.jfs.core.ProgressListener;
import io.jfs.image.Image;
import io.jfs.image.oci.Reference;
import io.jfs.image.transport.ArchiveFormat;
import io.jfs.image.transport.ImageTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        description = {
            "Save images into an archive or a directory.",
            "Without a format the archive is one that every tool loads: OCI and docker at once."
        },
        footer = {"", "Example:", "  jfs save -o image.tar debian:latest"})
final class SaveCommand extends JfsCommand {
    private static final String DIRECTORY = "oci-dir";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            defaultValue = "-",
            description = "Where to write (default: standard output)")
    String output = "-";

    @Option(names = "--format", paramLabel = "FORMAT", description = "combined, oci-archive, docker-archive or oci-dir")
    @Nullable
    String format;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress")
    boolean quiet;

    @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "What to save")
    List<String> images = List.of();

    SaveCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        ImageTarget target = target();
        if (target instanceof ImageTarget.Stream && out().isTerminal()) {
            throw CommandException.failed("cannot save to a terminal", "use -o FILE, or redirect standard output");
        }
        List<Image> chosen = new ArrayList<>();
        for (String text : images) {
            chosen.add(named(Arguments.image(session, text), text));
        }
        if (target instanceof ImageTarget.Archive(Path file, ArchiveFormat _)) {
            Path parent = file.toAbsolutePath().normalize().getParent();
            if (parent == null || !Files.isDirectory(parent)) {
                throw CommandException.failed("save " + file + ": there is no directory " + parent);
            }
        }
        session.images().save(chosen, target, quiet ? ProgressListener.NONE : session.progress());
        session.endProgress();
    }

    /** With only the name that was asked for; with all its names if it was asked for by its ID. */
    private static Image named(Image image, String text) {
        Optional<Reference> asked = image.references().stream()
                .filter(reference -> text.equals(reference.familiar())
                        || text.equals(reference.toString())
                        || (text + ":latest").equals(reference.familiar())
                        || (text + ":latest").equals(reference.toString()))
                .findFirst();
        return asked.map(name -> image.withReferences(List.of(name))).orElse(image);
    }

    private ImageTarget target() {
        if (format == null) {
            return Arguments.parse(output, text -> ImageTarget.parse(text, out().stream()));
        }
        if (format.equals(DIRECTORY)) {
            return new ImageTarget.OciLayout(Path.of(output), Optional.empty());
        }
        for (ArchiveFormat archive : ArchiveFormat.values()) {
            if (archive.label().equals(format)) {
                return output.equals("-")
                        ? new ImageTarget.Stream(out().stream(), archive)
                        : new ImageTarget.Archive(Path.of(output), archive);
            }
        }
        throw new UsageException(
                "unknown format " + format + ": there are combined, oci-archive, docker-archive and oci-dir");
    }
}
