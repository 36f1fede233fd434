package io.jfs.cli.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** containerd's command line, in one of containerd's name spaces. */
final class Ctr {
    private final Workshop workshop;
    private final List<String> command;

    Ctr(Workshop workshop, Path socket, String namespace) {
        this.workshop = workshop;
        this.command = List.of("ctr", "-a", socket.toString(), "-n", namespace);
    }

    private String[] with(String... arguments) {
        return Stream.concat(command.stream(), Stream.of(arguments)).toArray(String[]::new);
    }

    Workshop.Outcome attempt(String... arguments) throws Exception {
        return workshop.attempt(with(arguments));
    }

    String run(String... arguments) throws Exception {
        return workshop.run(with(arguments));
    }

    /** Asks again for as long as the answer is that the server is not there. */
    String patiently(String... arguments) throws Exception {
        return patiently(attempt -> arguments);
    }

    @FunctionalInterface
    private interface Attempts {
        String[] arguments(int number);
    }

    private String patiently(Attempts attempts) throws Exception {
        Workshop.Outcome[] last = new Workshop.Outcome[1];
        int[] number = {0};
        Workshop.await("ctr " + String.join(" ", attempts.arguments(0)), () -> {
            last[0] = attempt(attempts.arguments(number[0]++));
            return !last[0].err().contains("unavailable");
        });
        assertThat(last[0].exit()).as(last[0].err()).isZero();
        return last[0].out();
    }

    /** Runs a command in a container of its own. */
    String runContainer(String image, String id, String script) throws Exception {
        return run(container(image, id, script));
    }

    /** As {@link #runContainer}; in another container for as long as the answer is that the server is not there. */
    String runPatiently(String image, String id, String script) throws Exception {
        return patiently(attempt -> container(image, id + "-" + attempt, script));
    }

    private static String[] container(String image, String id, String script) {
        return new String[] {"run", "--rm", "--snapshotter", "jfs", image, id, "/bin/sh", "-c", script};
    }

    String snapshots(String... arguments) throws Exception {
        return run(Stream.concat(Stream.of("snapshots", "--snapshotter", "jfs"), Stream.of(arguments))
                .toArray(String[]::new));
    }
}
