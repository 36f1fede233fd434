package io.jfs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.testkit.LoopFilesystem;
import io.jfs.testkit.RequiresBtrfs;
import io.jfs.testkit.TarBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Which way the command finds changes, by what it logs. */
@RequiresBtrfs
class NativeDiffTest {
    @RegisterExtension
    static final LoopFilesystem BTRFS = LoopFilesystem.btrfs();

    @TempDir
    Path directory;

    @Test
    void two_images_on_btrfs_are_compared_by_what_btrfs_knows() throws Exception {
        Path root = BTRFS.newDirectory().resolve("root");
        CliTest cli = new CliTest(root).with("JFS_PROGRESS", "quiet").with("JFS_DRIVER", "btrfs");
        Path tar = directory.resolve("base.tar");
        Files.write(tar, new TarBuilder().dir("etc").file("etc/motd", "hello\n").build());
        cli.jfs("import", tar.toString(), "demo:base").lines();
        Path mounted =
                Path.of(cli.jfs("mount", "--rw", "--name", "rw", "demo:base").line());
        Files.writeString(mounted.resolve("etc/new"), "new\n");
        cli.jfs("commit", mounted.toString(), "demo:next").lines();
        cli.jfs("umount", "--rm", "rw").lines();
        cli.jfs("mount", "demo:next", "--", "true").lines();

        assertThat(diff(root, "btrfs", "demo:base", "demo:next"))
                .contains("C /etc", "A /etc/new")
                .anyMatch(line ->
                        line.startsWith("jfs: debug: changes of ") && line.endsWith(": driver btrfs knows them"));

        cli.jfs("system", "migrate", "--to", "vfs").lines();
        assertThat(diff(root, "vfs", "demo:base", "demo:next"))
                .contains("C /etc", "A /etc/new")
                .anyMatch(line -> line.endsWith(": by a walk of both trees"));
    }

    private static List<String> diff(Path root, String driver, String from, String to) throws IOException {
        ProcessBuilder builder = JfsProcess.of(root, "", "--log-level", "debug", "--driver", driver, "diff", from, to);
        return builder.redirectErrorStream(true).start().inputReader().lines().toList();
    }
}
