package io.jfs.driver.fuseunion.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.fuse.dispatch.OpenMode;
import io.jfs.fuse.transport.Transport;
import io.jfs.testkit.EnabledRings;
import io.jfs.testkit.RequiresFuse;
import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed in the middle of its work. */
@RequiresRoot
@RequiresFuse
@ExtendWith(EnabledRings.class)
class KilledServerTest {
    private static final int FILES = 60;
    private static final int BIG = 3; // whose copy-up takes long enough to be killed in
    private static final int ROUNDS = 4;
    private static final long SEED = 20_260_101;

    @TempDir
    Path directory;

    private Path mountPoint;
    private String lowerBefore = "";

    @BeforeEach
    void fillLower() throws Exception {
        Path lower = MountedUnion.at(directory).lower();
        mountPoint = Files.createDirectory(directory.resolve("mount"));
        for (int i = 0; i < FILES; i++) {
            Path sub = Files.createDirectories(lower.resolve("dir" + i % 5));
            Files.writeString(sub.resolve("file" + i), ("lower " + i + "\n").repeat(2_000));
        }
        for (int i = 0; i < BIG; i++) {
            Files.writeString(lower.resolve("big" + i), big());
        }
        lowerBefore = lower();
    }

    /**
     * Each line is written after the operation that it names, so that it was complete when the server died. The server
     * is killed from the side while the operation after so many runs.
     */
    private Process work(Path log, Process server, int operations) throws IOException {
        String script = """
                cd "$0" || exit 1
                n=0
                did() {
                    echo "$*" >> "$log"
                    n=$((n + 1))
                    [ $n != "$operations" ] || kill -9 "$server" &
                }
                log=$1 server=$2 operations=$3
                i=0
                while [ $i -lt 60 ]; do
                    d=dir$((i % 5))
                    echo "appended $i" >> $d/file$i && did append $i || exit
                    i=$((i + 1))
                    echo "new $i" > $d/new$i && did create $i || exit
                    mv $d/new$i moved$i && did move $i || exit
                    mkdir $d/made$i && did mkdir $i || exit
                    ln moved$i link$i && did link $i || exit
                    chmod 600 moved$i && did chmod $i || exit
                    [ $((i % 20)) != 1 ] || { echo more >> big$((i / 20)) && did big $((i / 20)) || exit; }
                    [ $((i % 3)) != 0 ] || { rm $d/file$((i - 1)) && did remove $((i - 1)) || exit; }
                done
                """;
        List<String> command =
                List.of("sh", "-c", script, mountPoint.toString(), log.toString(), server.pid() + "", operations + "");
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("work.log").toFile())
                .start();
    }

    @Test
    void what_was_done_is_there_and_what_was_not_leaves_nothing() throws Exception {
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            OpenMode mode = round % 2 == 0 ? OpenMode.PASSTHROUGH : OpenMode.ZERO;
            Transport transport = round < ROUNDS / 2 ? Transport.DEV_FUSE : Transport.IO_URING;
            Path log = Files.writeString(directory.resolve("done" + round), "");
            killDuringWork(mode, transport, log, 1 + random.nextInt(300));
            assertThat(lower()).isEqualTo(lowerBefore);
            check(mode == OpenMode.ZERO ? OpenMode.PASSTHROUGH : OpenMode.ZERO, Files.readAllLines(log));
            MountedUnion.run(List.of(
                    "rm",
                    "-r",
                    directory.resolve("upper").toString(),
                    directory.resolve("work").toString()));
        }
    }

    /** Kills the server when so many operations are done. */
    private void killDuringWork(OpenMode mode, Transport transport, Path log, int operations) throws Exception {
        Process server = ServerProcess.start(directory, mode, transport);
        try {
            work(log, server, operations).waitFor();
            assertThat(server.waitFor()).as("exit of the killed server").isEqualTo(128 + 9);
        } finally {
            server.destroyForcibly().waitFor();
            MountedUnion.run(List.of("umount", "-l", mountPoint.toString()));
        }
    }

    private void check(OpenMode mode, List<String> done) throws Exception {
        try (MountedUnion mount = MountedUnion.at(directory).mount(mode);
                Stream<Path> left = Files.list(directory.resolve("work/work"))) {
            assertThat(left.filter(path -> !path.getFileName().toString().equals("incompat")))
                    .isEmpty();
            for (String line : done) {
                int space = line.indexOf(' ');
                int i = Integer.parseInt(line.substring(space + 1));
                switch (line.substring(0, space)) {
                    case "append" -> {
                        if (!done.contains("remove " + i) && Files.exists(file(mount, i))) {
                            assertThat(file(mount, i)).hasContent(lower(i) + "appended " + i);
                        }
                    }
                    case "move" -> assertThat(mount.read("moved" + i)).isEqualTo("new " + i + "\n");
                    case "remove" -> assertThat(file(mount, i)).doesNotExist();
                    case "mkdir" ->
                        assertThat(mount.at("dir" + (i - 1) % 5 + "/made" + i)).isDirectory();
                    case "link" ->
                        assertThat(Files.getAttribute(mount.at("link" + i), "unix:nlink"))
                                .isEqualTo(2);
                    case "chmod" ->
                        assertThat(Files.getPosixFilePermissions(mount.at("moved" + i)))
                                .hasSize(2);
                    case "big" -> assertThat(mount.at("big" + i)).hasContent(big() + "more\n");
                    default -> assertThat(line).startsWith("create");
                }
            }
            for (int i = 0; i < FILES; i++) {
                assertWhole(file(mount, i), i);
            }
            for (int i = 0; i < BIG; i++) {
                assertThat(mount.read("big" + i)).isIn(big(), big() + "more\n");
            }
            mount.shell("echo after > after; rm -r dir0; [ ! -e dir0 ]");
        }
    }

    private static Path file(MountedUnion mount, int i) {
        return mount.at("dir" + i % 5 + "/file" + i);
    }

    private static String big() {
        return "0123456789abcde\n".repeat(1 << 19);
    }

    private String lower() throws Exception {
        String script = "cd " + directory.resolve("lower") + " && find . -printf '%p %y %m %n %s %T@ %C@\\n' | sort"
                + " && find . -type f | sort | xargs sha256sum";
        return MountedUnion.run(List.of("sh", "-c", script));
    }

    private static String lower(int i) {
        return ("lower " + i + "\n").repeat(2_000);
    }

    /** A file is as before or as after an operation, never half copied. */
    private static void assertWhole(Path file, int i) throws IOException {
        if (Files.exists(file)) {
            assertThat(Files.readString(file)).isIn(lower(i), lower(i) + "appended " + i + "\n");
        }
    }
}
