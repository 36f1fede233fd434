package io.jfs.cli.serve;

import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.session.CommandException;
import io.jfs.cli.session.Session;
import io.jfs.cli.session.UsageException;
import io.jfs.core.store.SyncPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        description = {
            "Be containerd's snapshotter, with any storage driver, until SIGTERM or SIGINT.",
            "",
            "containerd's configuration names the socket as a proxy plugin: 'jfs backend containerd' prints it. What is"
                    + " served is in the store, so the server may be killed and started again at any time; containers"
                    + " keep running meanwhile. Under systemd it says when it is ready (Type=notify), and takes the"
                    + " socket of a socket unit (StandardInput=socket)."
        },
        footer = {"", "Example:", "  jfs --driver overlay serve --socket /run/jfs/snapshotter.sock"})
public final class ServeCommand extends JfsCommand {
    private static final int MAX_PORT = 65535;

    @Option(
            names = "--socket",
            paramLabel = "PATH",
            description = "The Unix socket (default: snapshotter.sock below the run root)")
    @Nullable
    Path socket;

    @Option(
            names = "--metrics",
            paramLabel = "HOST:PORT",
            description = "Answer /metrics (Prometheus) and /healthz by HTTP there")
    @Nullable
    String metrics;

    @Option(
            names = "--sync",
            paramLabel = "POLICY",
            defaultValue = "filesystem",
            description = "What a commit waits for: filesystem (whole after a power loss) or none")
    String sync = "filesystem";

    /** For the table of all commands. */
    public ServeCommand(Session session) {
        super(session);
    }

    /** What is served, where and how. */
    record Request(Path socket, SyncPolicy sync, Optional<InetSocketAddress> status) {}

    @Override
    protected void run() throws IOException {
        Path path = socket != null ? socket : session.storeRoot().runRoot().resolve("snapshotter.sock");
        Request request =
                new Request(path, policy(), Optional.ofNullable(metrics).map(ServeCommand::address));
        try {
            Serving.run(session, request);
        } catch (NoClassDefFoundError e) {
            throw CommandException.failed(
                    "serve: its libraries are not on the class path: " + e.getMessage(),
                    "start it by bin/jfs, which adds them");
        }
    }

    private SyncPolicy policy() {
        return switch (sync) {
            case "filesystem" -> SyncPolicy.FILESYSTEM;
            case "none" -> SyncPolicy.NONE;
            default -> throw new UsageException("--sync " + sync + ": must be filesystem or none");
        };
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (colon < 0 || port < 1 || port > MAX_PORT) {
                throw new UsageException("--metrics " + text + ": must be HOST:PORT");
            }
            String host = colon == 0 ? "127.0.0.1" : text.substring(0, colon);
            return new InetSocketAddress(InetAddress.getAllByName(host)[0], port);
        } catch (UnknownHostException e) {
            throw new UsageException("--metrics " + text + ": unknown host " + e.getMessage());
        } catch (NumberFormatException e) {
            throw new UsageException("--metrics " + text + ": must be HOST:PORT");
        }
    }
}
