package io.jfs.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.core.driver.DriverCapability;
import io.jfs.core.driver.DriverOptions;
import io.jfs.core.driver.DriverProbe;
import io.jfs.core.driver.StorageDriver;
import io.jfs.core.driver.StorageDriverProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriversTest {
    @TempDir
    Path directory;

    @Test
    void the_first_driver_that_works_is_preferred() throws IOException {
        List<StorageDriverProvider> drivers = List.of(unavailable("btrfs", "not a btrfs"), PlainDriver.PROVIDER);
        assertThat(Drivers.preferred(drivers, directory).name()).isEqualTo("plain");
    }

    @Test
    void if_none_works_each_says_why() {
        List<StorageDriverProvider> drivers =
                List.of(unavailable("btrfs", "not a btrfs"), unavailable("overlay", "no permission"));
        assertThatThrownBy(() -> Drivers.preferred(drivers, directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("btrfs: not a btrfs; overlay: no permission")
                .hasMessageContaining(directory.toString());
        assertThatThrownBy(() -> Drivers.preferred(List.of(), directory)).hasMessageContaining("none is installed");
    }

    @Test
    void an_unknown_name_is_an_error_that_names_it() {
        assertThatThrownBy(() -> Drivers.byName("zfs"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("zfs");
    }

    private static StorageDriverProvider unavailable(String name, String reason) {
        return new StorageDriverProvider() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public int preference() {
                return 0;
            }

            @Override
            public Map<DriverCapability, String> potential() {
                return Map.of();
            }

            @Override
            public String mechanism() {
                return "a directory";
            }

            @Override
            public DriverProbe probe(Path directory) {
                return new DriverProbe.Unavailable(reason);
            }

            @Override
            public StorageDriver open(Path directory, DriverOptions options) throws IOException {
                throw new IOException(reason);
            }
        };
    }
}
