package io.jfs.driver.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.core.SnapshotKind;
import io.jfs.core.driver.DriverCapability;
import io.jfs.core.driver.DriverOptions;
import io.jfs.core.driver.DriverProbe;
import io.jfs.core.driver.SnapshotDirectory;
import io.jfs.core.driver.StorageDriver;
import io.jfs.core.driver.StorageDriverProvider;
import io.jfs.testkit.StorageDriverContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverlayDriverTest extends StorageDriverContract {
    @Override
    public StorageDriverProvider provider() {
        return new OverlayDriverProvider();
    }

    @Test
    void a_probe_says_why_not(@TempDir Path directory) {
        Path missing = directory.resolve("missing");
        assertThat(provider().probe(missing))
                .isInstanceOfSatisfying(
                        DriverProbe.Unavailable.class,
                        no -> assertThat(no.reason())
                                .contains("trying an overlay mount: mkdirat " + missing, "No such file or directory"));
    }

    @Test
    void a_probe_finds_what_works_and_leaves_nothing_behind(@TempDir Path directory) throws IOException {
        DriverProbe probe = provider().probe(directory);
        assertThat(probe)
                .isInstanceOfSatisfying(
                        DriverProbe.Available.class,
                        available -> assertThat(available.capabilities())
                                .contains(DriverCapability.NATIVE_DIFF, DriverCapability.REBASE));
        try (var left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void volatile_is_passed_on_to_the_kernel(@TempDir Path directory) throws IOException {
        StorageDriver driver = provider().open(directory, new DriverOptions(Map.of("volatile", "true")));
        SnapshotDirectory active =
                new SnapshotDirectory(SnapshotKind.ACTIVE, directory.resolve("2"), List.of(directory.resolve("1")));
        assertThat(driver.mounts(active).getFirst().options()).contains("volatile", "redirect_dir=on");
    }

    @Test
    void more_layers_than_the_kernel_takes_are_refused_before_anything_is_made(@TempDir Path directory)
            throws IOException {
        StorageDriver driver = provider().open(directory, DriverOptions.NONE);
        SnapshotDirectory deep = new SnapshotDirectory(
                SnapshotKind.ACTIVE, directory.resolve("2"), Collections.nCopies(501, directory.resolve("1")));
        assertThatThrownBy(() -> driver.create(deep)).hasMessageContaining("at most 500");
    }

    @Test
    void an_unknown_option_is_named(@TempDir Path directory) {
        assertThatThrownBy(() -> provider().open(directory, new DriverOptions(Map.of("shiny", "1"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("shiny");
    }
}
