package io.jfs.cli.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code jfs serve} under something that behaves as systemd does. */
class ServeTest {
    /** Listens, gives the socket to the command as standard input, and prints what it is told about the service. */
    private static final String SYSTEMD = """
            use Socket;
            my ($listen, $notify) = (shift, shift);
            socket(my $server, AF_UNIX, SOCK_STREAM, 0) or die "socket: $!";
            bind($server, sockaddr_un($listen)) or die "bind: $!";
            listen($server, 8);
            socket(my $states, AF_UNIX, SOCK_DGRAM, 0) or die "socket: $!";
            bind($states, sockaddr_un($notify)) or die "bind: $!";
            my $child = fork();
            if (!$child) {
                open(STDIN, "<&", $server) or die "stdin: $!";
                $ENV{LISTEN_FDS} = 1;
                $ENV{NOTIFY_SOCKET} = $notify;
                exec @ARGV;
            }
            alarm 120;
            recv($states, my $state, 4096, 0);
            print "$state\\n";
            kill "TERM", $child;
            recv($states, $state, 4096, 0);
            print "$state\\n";
            waitpid($child, 0);
            print "exit $?\\n";
            print "socket ", (-S $listen ? "stays" : "is gone"), "\\n";
            """;

    private Workshop workshop;

    @BeforeEach
    void open() throws IOException {
        workshop = new Workshop();
    }

    @AfterEach
    void close() throws IOException {
        workshop.close();
    }

    @Test
    void systemd_gives_the_socket_and_is_told_when_the_server_is_ready() throws Exception {
        Path script = Files.writeString(workshop.path("systemd.pl"), SYSTEMD);

        String said = workshop.run(
                "perl",
                script.toString(),
                workshop.path("jfs.sock").toString(),
                workshop.path("notify").toString(),
                "jfs",
                "--root",
                workshop.path("store").toString(),
                "--driver",
                "vfs",
                "serve");

        assertThat(said.lines()).containsExactly("READY=1", "STOPPING=1", "exit 0", "socket stays");
    }

    @Test
    void a_socket_that_was_not_passed_is_missed() throws Exception {
        Workshop.Outcome outcome = workshop.with("LISTEN_FDS", "1")
                .attempt("jfs", "--root", workshop.path("store").toString(), "--driver", "vfs", "serve");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).contains("standard input: not a listening Unix socket");
    }
}
