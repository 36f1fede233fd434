package io.jfs.cli.container;

import io.jfs.cli.oci.SignalNames;
import io.jfs.cli.session.ExitCode;
import io.jfs.cli.session.Session;
import io.jfs.cli.session.SignalHandler;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.TerminalMode;
import io.jfs.linux.TerminalSize;
import io.jfs.runtime.container.AttachConnection;
import io.jfs.runtime.container.Container;
import io.jfs.runtime.container.ContainerEngine;
import io.jfs.runtime.container.ContainerOptions.Flag;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The terminal or the streams of this process, connected to a container until it ends or the user detaches. One thread
 * reads what is typed; it is left behind blocked, since the process ends soon after.
 */
final class Attachment implements AutoCloseable {
    /** Docker's keys to leave a container running. */
    static final String DETACH_KEYS = "ctrl-p,ctrl-q";

    private static final List<String> PASSED_ON = List.of("INT", "TERM", "HUP", "USR2", "CONT");

    private final Session session;
    private final ContainerEngine engine;
    private final Container container;
    private final DetachKeys keys;
    private final AttachedStreams streams;
    private final boolean terminal;
    private final Fd input = Fd.ofOwned(0);
    private final List<Runnable> undo = new ArrayList<>();

    Attachment(Session session, ContainerEngine engine, Container container, String detachKeys) {
        this(session, engine, container, detachKeys, AttachedStreams.ALL);
    }

    Attachment(
            Session session, ContainerEngine engine, Container container, String detachKeys, AttachedStreams streams) {
        this.session = session;
        this.streams = streams;
        this.engine = engine;
        this.container = container;
        this.keys = DetachKeys.parse(detachKeys);
        this.terminal = container.record().options().has(Flag.TERMINAL);
    }

    /** Starts the container with its output connected from the first byte, and cleans up after it. */
    int run(boolean interactive, boolean passSignals) throws IOException {
        engine.prepareStart(container);
        try (AttachConnection connection =
                AttachConnection.open(container.files().attachSocket())) {
            prepare(connection, interactive, passSignals);
            engine.finishStart(container);
            return follow(connection, interactive);
        } catch (IOException e) {
            restore();
            throw e;
        }
    }

    /** Connects to a container that runs. */
    int attach(boolean interactive, boolean passSignals) throws IOException {
        try (AttachConnection connection =
                AttachConnection.open(container.files().attachSocket())) {
            prepare(connection, interactive, passSignals);
            return follow(connection, interactive);
        }
    }

    private void prepare(AttachConnection connection, boolean interactive, boolean passSignals) throws IOException {
        Optional<TerminalMode> mode = terminal && interactive ? TerminalMode.of(input) : Optional.empty();
        if (mode.isPresent()) {
            mode.get().raw().apply(input);
            undo.add(() -> apply(mode.get()));
        }
        if (terminal) {
            resize(connection);
            undo.add(SignalHandler.handle("WINCH", () -> resizeQuietly(connection)));
        }
        if (passSignals) {
            for (String name : PASSED_ON) {
                undo.add(SignalHandler.handle(name, () -> pass(name)));
            }
        }
    }

    private void apply(TerminalMode mode) {
        try {
            mode.apply(input);
        } catch (ErrnoException _) {
            // The terminal was hung up: nobody is left to see it.
        }
    }

    private void resize(AttachConnection connection) throws IOException {
        Optional<TerminalSize> size = TerminalSize.of(input);
        if (size.isPresent()) {
            connection.resize(size.get().rows(), size.get().columns());
        }
    }

    private void resizeQuietly(AttachConnection connection) {
        try {
            resize(connection);
        } catch (IOException _) {
            // The container has just ended.
        }
    }

    private void pass(String signal) {
        try {
            engine.kill(container, SignalNames.number(signal));
        } catch (IOException _) {
            // The container has just ended.
        }
    }

    private int follow(AttachConnection connection, boolean interactive) throws IOException {
        InputCopy copy = new InputCopy(session.in(), connection, terminal ? keys : DetachKeys.NONE);
        if (interactive) {
            Thread.ofPlatform().daemon().name("stdin").start(copy);
        }
        OptionalInt code = connection.copyOutput(
                streams.out() ? session.out().stream() : OutputStream.nullOutputStream(),
                streams.err() ? session.errStream() : OutputStream.nullOutputStream());
        restore();
        if (copy.detached()) {
            session.err().line("");
            return ExitCode.OK;
        }
        int known = code.isPresent() ? code.getAsInt() : engine.await(container);
        engine.ended(container);
        return known;
    }

    private void restore() {
        undo.reversed().forEach(Runnable::run);
        undo.clear();
    }

    @Override
    public void close() {
        restore();
    }
}
