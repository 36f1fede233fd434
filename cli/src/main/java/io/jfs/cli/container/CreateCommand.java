package io.jfs.cli.container;

import io.jfs.cli.command.Base;
import io.jfs.cli.session.CommandException;
import io.jfs.cli.session.ExitCode;
import io.jfs.cli.session.Session;
import io.jfs.core.store.SnapshotStore;
import io.jfs.image.Image;
import io.jfs.runtime.container.Container;
import io.jfs.runtime.container.ContainerEngine;
import io.jfs.runtime.container.CreateRequest;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        description = "Make a container out of an image, without starting it, and print its ID.",
        footer = {"", "Example:", "  jfs create --name web -p 8080:80 httpd:latest"})
class CreateCommand extends ContainerCommand {
    @Mixin
    RunOptions options = new RunOptions();

    @Parameters(index = "0", paramLabel = "IMAGE", description = "A reference or an ID")
    String image = "";

    @Parameters(
            index = "1..*",
            paramLabel = "COMMAND",
            description = "A program and its arguments, in place of the image's")
    List<String> arguments = List.of();

    CreateCommand(Session session) {
        super(session);
    }

    @Override
    public boolean stopsAtPositional() {
        return true;
    }

    @Override
    public int failureCode() {
        return ExitCode.USAGE;
    }

    @Override
    protected void run() throws IOException {
        out().line(create(engine()).id());
    }

    final Container create(ContainerEngine engine) throws IOException {
        if (options.idFile != null && Files.exists(options.idFile)) {
            throw new FileAlreadyExistsException(
                    options.idFile.toString(),
                    null,
                    "container ID file found, make sure the other container isn't running or delete it");
        }
        if (!Files.exists(session.storeRoot().root())) {
            throw CommandException.failed("unable to find image '" + image + "'", "'jfs load -i FILE' adds some");
        }
        SnapshotStore store = session.snapshots();
        Base base = Base.resolve(session, store, image, OptionalInt.empty());
        Image found = base.image()
                .orElseThrow(() -> CommandException.failed("unable to find image '" + image + "': it is a layer"));
        Container container = engine.create(new CreateRequest(
                Optional.ofNullable(options.name),
                found,
                image,
                base.snapshot(),
                store.driver().name(),
                session.writable(Map.of()),
                options.options(arguments, session.variables())));
        if (options.idFile != null) {
            Files.writeString(options.idFile, container.id(), StandardOpenOption.CREATE_NEW);
        }
        return container;
    }
}
