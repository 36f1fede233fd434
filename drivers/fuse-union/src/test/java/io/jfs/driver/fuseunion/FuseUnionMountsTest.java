package io.jfs.driver.fuseunion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.core.Mount;
import io.jfs.core.SnapshotKind;
import io.jfs.core.driver.DriverOptions;
import io.jfs.core.driver.SnapshotDirectory;
import io.jfs.core.driver.StorageDriver;
import io.jfs.core.driver.StorageDriverProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** Mounts as data: nothing is mounted here. */
class FuseUnionMountsTest {
    private static final Path STORE = Path.of("/store/fuse-union");

    private static Mount mount(SnapshotKind kind, DriverOptions options, Path... parents) throws IOException {
        StorageDriver driver = new FuseUnionDriverProvider().open(STORE, options);
        return driver.mounts(new SnapshotDirectory(kind, STORE.resolve("9"), List.of(parents)))
                .getFirst();
    }

    private static DriverOptions options(String name, String value) {
        return new DriverOptions(Map.of("userxattr", "true", name, value));
    }

    @Test
    void an_active_snapshot_is_mounted_by_the_program_with_overlays_options() throws IOException {
        Mount mount = mount(SnapshotKind.ACTIVE, options("volatile", "true"), STORE.resolve("2"), STORE.resolve("1"));
        assertThat(mount.type()).isEqualTo("fuse3.jfs-union");
        assertThat(mount.options())
                .containsExactly(
                        "lowerdir=/store/fuse-union/2/fs:/store/fuse-union/1/fs",
                        "upperdir=/store/fuse-union/9/fs",
                        "workdir=/store/fuse-union/9/work",
                        "index=off",
                        "volatile",
                        "layerindex=/store/fuse-union/2/layers.index",
                        "userxattr");
    }

    @Test
    void a_view_of_several_layers_is_mounted_read_only_and_without_an_upper() throws IOException {
        Mount mount = mount(SnapshotKind.VIEW, DriverOptions.NONE, STORE.resolve("2"), STORE.resolve("1"));
        assertThat(mount.type()).isEqualTo("fuse3.jfs-union");
        assertThat(mount.isReadOnly()).isTrue();
        assertThat(mount.options()).noneMatch(option -> option.startsWith("upperdir"));
    }

    @Test
    void where_there_is_nothing_to_merge_it_is_bound() throws IOException {
        assertThat(mount(SnapshotKind.ACTIVE, DriverOptions.NONE))
                .isEqualTo(new Mount("bind", "/store/fuse-union/9/fs", List.of("rbind", "rw")));
        assertThat(mount(SnapshotKind.VIEW, DriverOptions.NONE, STORE.resolve("1")))
                .isEqualTo(new Mount("bind", "/store/fuse-union/1/fs", List.of("rbind", "ro")));
    }

    @Test
    void options_of_the_program_are_handed_on_and_wrong_ones_named() throws IOException {
        assertThat(mount(SnapshotKind.ACTIVE, options("open", "zero"), STORE.resolve("1"))
                        .options())
                .contains("open=zero");
        assertThatThrownBy(() -> mount(SnapshotKind.ACTIVE, options("open", "wide")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("open must be one of auto, cached, passthrough, zero, not wide");
        assertThatThrownBy(() -> mount(SnapshotKind.ACTIVE, options("shiny", "1")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("shiny");
    }

    @Test
    void more_layers_than_the_kernels_overlay_takes_are_refused() {
        Path[] deep = Collections.nCopies(501, STORE.resolve("1")).toArray(Path[]::new);
        assertThatThrownBy(() -> mount(SnapshotKind.ACTIVE, DriverOptions.NONE, deep))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("at most 500");
    }

    @Test
    void the_driver_is_found_by_its_service() {
        assertThat(ServiceLoader.load(StorageDriverProvider.class))
                .anyMatch(provider -> provider.name().equals("fuse-union"));
    }
}
