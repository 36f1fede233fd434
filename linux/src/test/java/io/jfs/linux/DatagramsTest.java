package io.jfs.linux;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That messages arrive is tested where systemd is told of a service. */
class DatagramsTest {
    @TempDir
    Path directory;

    @Test
    void an_address_where_nobody_is_is_named() {
        String address = directory.resolve("none").toString();

        assertThatThrownBy(() -> Datagrams.send(address, new byte[1]))
                .isInstanceOfSatisfying(
                        ErrnoException.class,
                        e -> org.assertj.core.api.Assertions.assertThat(e.errno())
                                .isEqualTo(Errno.ENOENT))
                .hasMessageContaining(address);
        assertThatThrownBy(() -> Datagrams.send("@jfs-nobody-is-here", new byte[1]))
                .hasMessageContaining("@jfs-nobody-is-here");
    }

    @Test
    void an_address_must_fit() {
        assertThatThrownBy(() -> Datagrams.send("", new byte[1])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Datagrams.send("/" + "x".repeat(107), new byte[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("107 bytes");
    }
}
