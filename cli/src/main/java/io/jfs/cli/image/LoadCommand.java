package io.jfs.cli.image;

import io.jfs.cli.command.Arguments;
import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.session.Session;
import io.jfs.cli.session.UsageException;
import io.jfs.core.ProgressListener;
import io.jfs.image.Image;
import io.jfs.image.LoadOptions;
import io.jfs.image.oci.Reference;
import io.jfs.image.transport.ImageSource;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        description = {
            "Load images from an archive or a directory.",
            "SOURCE is a file or directory whose content tells what it is, - for standard input, or one of"
                    + " oci:DIR[:TAG], oci-archive:FILE[:TAG], docker-archive:FILE[:REF], dir:DIR."
        },
        footer = {"", "Example:", "  jfs load -i image.tar"})
final class LoadCommand extends JfsCommand {
    @Parameters(arity = "0..1", paramLabel = "SOURCE", description = "What to load (default: standard input)")
    @Nullable
    String source;

    @Option(
            names = {"-i", "--input"},
            paramLabel = "SOURCE",
            description = "The same, as docker spells it")
    @Nullable
    String input;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print the references only, and no progress")
    boolean quiet;

    @Option(names = "--platform", paramLabel = "OS/ARCH", description = "Which image to take where there are several")
    @Nullable
    String platform;

    @Option(names = "--name", paramLabel = "REF", description = "Name to give to the image instead of its own")
    @Nullable
    String name;

    @Option(names = "--no-unpack", description = "Keep the archives only; layers are unpacked when first mounted")
    boolean archivesOnly;

    LoadCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        if (source != null && input != null) {
            throw new UsageException("give the source once: " + source + " or -i " + input);
        }
        String from = source != null ? source : input != null ? input : "-";
        ImageSource parsed = Arguments.parse(from, text -> ImageSource.parse(text, session.in()));
        LoadOptions options = options();
        List<Image> loaded = session.images().load(parsed, options, quiet ? ProgressListener.NONE : session.progress());
        session.endProgress();
        loaded.forEach(this::print);
    }

    private LoadOptions options() throws IOException {
        LoadOptions options = LoadOptions.defaults();
        if (platform != null) {
            options = options.withPlatform(Arguments.platform(platform));
        }
        if (name != null) {
            options = options.withName(Arguments.reference(name));
        }
        if (!archivesOnly) {
            options = options.withUnpackInto(session.snapshots());
        }
        return options;
    }

    private void print(Image image) {
        if (image.references().isEmpty()) {
            out().line(quiet ? image.id().toString() : "Loaded image ID: " + image.id());
        }
        for (Reference name : image.references()) {
            out().line(quiet ? name.familiar() : "Loaded image: " + name.familiar());
        }
    }
}
