package io.jfs.driver.fuseunion.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.fuse.dispatch.OpenMode;
import io.jfs.linux.mount.MountCalls;
import io.jfs.testkit.RequiresFuse;
import io.jfs.testkit.RequiresRoot;
import io.jfs.union.UnionOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers on several filesystems, where different files have one inode number. */
@RequiresRoot
@RequiresFuse
class SeveralFileSystemsTest {
    private static final int FILES = 50;

    @TempDir
    Path directory;

    private List<Path> memories;

    @BeforeEach
    void mountMemories() throws Exception {
        MountedUnion.Place place = MountedUnion.at(directory);
        memories = List.of(place.lower(1), place.lower(2));
        for (Path memory : memories) {
            MountCalls.mount("tmpfs", memory.toString(), "tmpfs", 0, "");
            for (int i = 0; i < FILES; i++) {
                Files.writeString(memory.resolve(memory.getFileName() + "-" + i), "content of " + i);
            }
        }
        for (int i = 0; i < FILES; i++) {
            Files.writeString(place.lower().resolve("plain-" + i), "content of " + i);
        }
    }

    @AfterEach
    void unmountMemories() throws Exception {
        for (Path memory : memories) {
            MountCalls.unmount(memory.toString(), MountCalls.MNT_DETACH);
        }
    }

    @Test
    void every_file_has_a_number_of_its_own_and_keeps_it() throws Exception {
        MountedUnion.Place place = MountedUnion.at(directory);
        UnionOptions options =
                UnionOptions.of(List.of(memories.get(0), place.lower(), memories.get(1)), place.upper(), place.work());
        String before;
        try (MountedUnion mount =
                place.mount(options, UnionHandlerOptions.DEFAULT, MountedUnion.Place.fuse(OpenMode.PASSTHROUGH))) {
            before = mount.shell("find . -mindepth 1 -printf '%i %D %f\\n' | sort -k 3");
            assertThat(before.lines().map(line -> line.split(" ", -1)[0]).toList())
                    .hasSize(3 * FILES)
                    .doesNotHaveDuplicates();
            assertThat(before.lines().map(line -> line.split(" ", -1)[1]).distinct())
                    .hasSize(1);
            mount.shell("for f in *-7 *-8; do echo more >> $f; done");
            assertThat(mount.shell("find . -mindepth 1 -printf '%i %D %f\\n' | sort -k 3"))
                    .isEqualTo(before);
            assertThat(mount.shell("ls -i | sort -k 2")
                            .lines()
                            .map(line -> line.strip().split(" ", -1)[0])
                            .toList())
                    .doesNotHaveDuplicates();
        }
        try (MountedUnion again =
                place.mount(options, UnionHandlerOptions.DEFAULT, MountedUnion.Place.fuse(OpenMode.ZERO))) {
            String now = again.shell("find . -mindepth 1 -printf '%i %f\\n' | sort -k 2");
            assertThat(now).isEqualTo(before.replaceAll("(?m)^(\\d+) \\d+ ", "$1 "));
            assertThat(again.shell("cat lower1-7 plain-7 lower2-7 | grep -c more")
                            .strip())
                    .isEqualTo("3");
        }
    }
}
