package io.jfs.driver.fuseunion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FuseSwitchTest {
    @TempDir
    Path directory;

    @Test
    void it_is_turned_on_once_and_says_so() throws IOException {
        FuseSwitch parameter = new FuseSwitch(Files.writeString(directory.resolve("enable_uring"), "N\n"));
        assertThat(parameter.turnOn()).hasSize(2).first().asString().contains("N -> Y");
        assertThat(parameter.state()).isEqualTo(FuseSwitch.State.ON);
        assertThat(parameter.turnOn()).singleElement().asString().contains("already");
    }

    @Test
    void an_older_kernel_needs_nothing() throws IOException {
        FuseSwitch parameter = new FuseSwitch(directory.resolve("enable_uring"));
        assertThat(parameter.state()).isEqualTo(FuseSwitch.State.MISSING);
        assertThat(parameter.turnOn()).singleElement().asString().contains("6.14");
    }
}
