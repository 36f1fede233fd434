package io.jfs.driver.btrfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.core.driver.DriverOptions;
import io.jfs.core.driver.DriverProbe;
import io.jfs.core.mount.Mounter;
import io.jfs.linux.mount.MountInfo;
import io.jfs.testkit.RequiresBtrfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresBtrfs
class EmbeddedTest {
    private static final DriverOptions SIZE = new DriverOptions(Map.of("size", Long.toString(256L << 20)));

    @TempDir
    Path root;

    @AfterEach
    void unmount() throws IOException {
        if (MountInfo.at(root.resolve("btrfs")).isPresent()) {
            Mounter.unmount(root.resolve("btrfs"));
        }
    }

    @Test
    void a_filesystem_in_a_file_is_made_once_and_mounted_again_after_a_reboot() throws IOException {
        BtrfsDriverProvider provider = new BtrfsDriverProvider();
        assertThat(provider.initialize(root, SIZE))
                .hasSize(2)
                .first()
                .asString()
                .contains("made", "btrfs.img");
        assertThat(provider.probe(root)).isInstanceOf(DriverProbe.Available.class);
        assertThat(provider.initialize(root, SIZE)).as("nothing is left to do").isEmpty();
        Files.createDirectory(root.resolve("btrfs/kept"));
        Mounter.unmount(root.resolve("btrfs"));
        assertThat(provider.initialize(root, DriverOptions.NONE))
                .hasSize(1)
                .first()
                .asString()
                .contains("mounted");
        assertThat(root.resolve("btrfs/kept")).isDirectory();
    }

    @Test
    void a_request_that_makes_no_sense_leaves_nothing_behind() throws IOException {
        BtrfsDriverProvider provider = new BtrfsDriverProvider();
        for (String size : new String[] {"", "2X", "1000"}) {
            assertThatThrownBy(() -> provider.initialize(root, new DriverOptions(Map.of("size", size))))
                    .hasMessageContaining("driver btrfs: size");
        }
        assertThatThrownBy(() -> provider.initialize(root, DriverOptions.NONE)).hasMessageContaining("--size");
        assertThatThrownBy(() -> provider.initialize(root, new DriverOptions(Map.of("shiny", "1"))))
                .hasMessageContaining("shiny");
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void what_lies_in_the_drivers_directory_is_not_hidden_by_a_mount() throws IOException {
        Files.createDirectories(root.resolve("btrfs/1"));
        assertThatThrownBy(() -> new BtrfsDriverProvider().initialize(root, SIZE))
                .hasMessageContaining("is not empty");
    }
}
