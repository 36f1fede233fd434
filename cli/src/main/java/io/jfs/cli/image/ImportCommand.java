package io.jfs.cli.image;

import io.jfs.cli.command.Arguments;
import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.session.CommandException;
import io.jfs.cli.session.Session;
import io.jfs.image.ConfigChanges;
import io.jfs.image.Image;
import io.jfs.image.NewImageOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        description =
                "Make an image of one layer out of a root filesystem: a directory, or an archive, plain, gzip or zstd.",
        footer = {
            "",
            "Example:",
            "  jfs import -c 'CMD [\"sh\"]' rootfs.tar.gz base:latest",
            "  jfs import ./rootfs base:latest"
        })
final class ImportCommand extends JfsCommand {
    @Parameters(
            index = "0",
            paramLabel = "FILE|DIR|-",
            description = "The root filesystem; - is an archive on standard input")
    String file = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "Name of the image")
    @Nullable
    String name;

    @Option(
            names = {"-c", "--change"},
            paramLabel = "INSTRUCTION",
            description = "Dockerfile instruction for the configuration; repeatable")
    List<String> changes = List.of();

    @Option(
            names = {"-m", "--message"},
            defaultValue = "",
            paramLabel = "TEXT",
            description = "Comment in the history")
    String message = "";

    ImportCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        NewImageOptions options =
                NewImageOptions.defaults().withMessage(message).withChanges(changes);
        if (name != null) {
            options = options.withName(Arguments.reference(name));
        }
        changes.forEach(change -> Arguments.parse(change, text -> {
            ConfigChanges.validate(text);
            return text;
        }));
        Image image;
        if (file.equals("-")) {
            image = read(session.in(), "standard input", options);
        } else if (Files.isDirectory(Path.of(file))) {
            image = readDirectory(Path.of(file), options);
        } else {
            try (InputStream in = Files.newInputStream(Path.of(file))) {
                image = read(in, file, options);
            }
        }
        session.endProgress();
        out().line(image.id().toString());
    }

    private Image readDirectory(Path directory, NewImageOptions options) throws IOException {
        try {
            return session.images().importDirectory(directory, options, session.progress());
        } catch (IOException e) {
            throw CommandException.at("import " + directory, e);
        }
    }

    private Image read(InputStream in, String shown, NewImageOptions options) throws IOException {
        try {
            return session.images().importTar(in, options, session.progress());
        } catch (IOException e) {
            throw CommandException.at("import " + shown, e);
        }
    }
}
