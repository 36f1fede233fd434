package io.jfs.driver.vfs;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.core.driver.DriverOptions;
import io.jfs.core.driver.StorageDriverProvider;
import io.jfs.testkit.StorageDriverContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VfsDriverTest extends StorageDriverContract {
    @Override
    public StorageDriverProvider provider() {
        return new VfsDriverProvider();
    }

    @Test
    void an_unknown_option_is_named(@TempDir Path directory) {
        assertThatThrownBy(() -> provider().open(directory, new DriverOptions(Map.of("shiny", "1"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("shiny");
    }
}
