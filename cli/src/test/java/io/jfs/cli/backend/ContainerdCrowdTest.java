package io.jfs.cli.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.testkit.RequiresBtrfs;
import io.jfs.testkit.RequiresFuse;
import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Twenty clients of containerd at a time, and a server that is killed among them. Each works in a name space of its
 * own: within one, ctr's imports wait for each other, since all write {@code tar-index.json}.
 */
@RequiresRoot
@RequiresFuse
@RequiresBtrfs
class ContainerdCrowdTest {
    private static final int MANY = 20;
    private static final int KILL_AFTER = 5;

    private Workshop workshop;

    @BeforeEach
    void open() throws IOException {
        workshop = new Workshop();
    }

    @AfterEach
    void close() throws IOException {
        workshop.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlay", "vfs", "fuse-union", "btrfs"})
    void imports_and_runs_survive_the_death_of_the_server(String driver) throws Exception {
        List<String> archives = archives();
        try (Containerd containerd = new Containerd(workshop, driver)) {
            killedAmong(containerd, each(i -> {
                return containerd.in(client(i)).patiently("images", "import", "--snapshotter", "jfs", archives.get(i));
            }));
            killedAmong(containerd, each(i -> {
                String out = containerd.in(client(i)).runPatiently(image(i), "box" + i, "cat /etc/name; ls /data");
                assertThat(out).isEqualTo("box" + i + "\ntwo\n");
                return out;
            }));

            for (int i = 0; i < MANY; i++) {
                removeAll(containerd.in(client(i)));
            }
            containerd.awaitDeletion();
        }
    }

    private static void removeAll(Ctr ctr) throws Exception {
        for (String left : ctr.run("containers", "ls", "-q").lines().toList()) {
            ctr.run("containers", "rm", left);
        }
        for (String image : ctr.run("images", "ls", "-q").lines().toList()) {
            ctr.run("images", "rm", "--sync", image);
        }
        assertThat(ctr.snapshots("ls").lines()).hasSize(1);
    }

    private List<String> archives() throws IOException {
        List<String> archives = new ArrayList<>();
        try (Images images = new Images(workshop.path("images"))) {
            for (int i = 0; i < MANY; i++) {
                archives.add(images.archive("box" + i, workshop.path("box" + i + ".tar"))
                        .toString());
            }
        }
        return archives;
    }

    private static String client(int i) {
        return "client" + i;
    }

    private static String image(int i) {
        return "docker.io/library/box" + i + ":1";
    }

    @FunctionalInterface
    private interface Work {
        String run(int number) throws Exception;
    }

    private static List<Callable<String>> each(Work work) {
        return IntStream.range(0, MANY)
                .<Callable<String>>mapToObj(i -> () -> work.run(i))
                .toList();
    }

    /** Does it all at once, and kills the server when some is done and most is not. */
    private static void killedAmong(Containerd containerd, List<Callable<String>> work) throws Exception {
        try (ExecutorService clients = Executors.newFixedThreadPool(MANY)) {
            CompletionService<String> done = new ExecutorCompletionService<>(clients);
            work.forEach(done::submit);
            for (int i = 0; i < MANY; i++) {
                if (i == KILL_AFTER) {
                    containerd.killServer();
                    containerd.startServer();
                }
                done.take().get();
            }
        }
    }
}
