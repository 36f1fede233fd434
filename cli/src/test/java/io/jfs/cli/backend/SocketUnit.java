package io.jfs.cli.backend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What systemd does for a socket unit: it listens all the time, and starts the server with the socket as standard
 * input. Whoever connects while the server is away waits instead of being refused.
 */
final class SocketUnit {
    /** Starts the server for each line that it reads, when the one before has ended. */
    private static final String SCRIPT = """
            use Socket;
            my $listen = shift;
            socket(my $server, AF_UNIX, SOCK_STREAM, 0) or die "socket: $!";
            bind($server, sockaddr_un($listen)) or die "bind: $!";
            listen($server, 128) or die "listen: $!";
            while (<STDIN>) {
                my $child = fork();
                if (!$child) {
                    open(STDIN, "<&", $server) or die "stdin: $!";
                    $ENV{LISTEN_FDS} = 1;
                    exec @ARGV;
                }
                waitpid($child, 0);
            }
            exit($? ? 1 : 0);
            """;

    private final Process unit;

    SocketUnit(Workshop workshop, String log, Path socket, String... server) throws IOException {
        Path script = Files.writeString(workshop.path("socket-unit.pl"), SCRIPT);
        unit = workshop.start(
                log,
                Stream.of(Stream.of("perl", script.toString(), socket.toString()), Stream.of(server))
                        .flatMap(words -> words)
                        .toArray(String[]::new));
    }

    void startServer() throws IOException {
        unit.getOutputStream().write('\n');
        unit.getOutputStream().flush();
    }

    boolean isAlive() {
        return unit.isAlive();
    }

    /** As a power cut would end it, but for the disk. */
    void killServer() {
        servers().forEach(ProcessHandle::destroyForcibly);
        servers().forEach(server -> server.onExit().join());
    }

    private List<ProcessHandle> servers() {
        return unit.children().toList();
    }

    /** How the server ended on SIGTERM: 0 if well. */
    int stop() throws IOException {
        unit.getOutputStream().close();
        servers().forEach(ProcessHandle::destroy);
        return unit.onExit().orTimeout(30, TimeUnit.SECONDS).join().exitValue();
    }
}
