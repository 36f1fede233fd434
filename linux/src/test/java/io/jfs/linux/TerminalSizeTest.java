package io.jfs.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.linux.internal.Kernel;
import io.jfs.linux.internal.Scratch;
import io.jfs.linux.internal.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TerminalSizeTest {
    private static final int TIOCSWINSZ = 0x5414; // asm-generic/ioctls.h

    private static void resize(Fd terminal, int columns, int rows) {
        ByteBuffer size = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
        size.putShort((short) rows).putShort((short) columns);
        assertThat(Kernel.call(
                        Syscall.IOCTL,
                        terminal.number(),
                        TIOCSWINSZ,
                        Scratch.begin().put(size.array())))
                .isZero();
    }

    @Test
    void a_terminal_tells_its_size_as_it_is_now() throws Exception {
        try (Fd terminal = Open.open(Path.of("/dev/ptmx"), Open.O_RDWR, 0)) {
            resize(terminal, 132, 43);
            assertThat(TerminalSize.of(terminal)).contains(new TerminalSize(132, 43));
            resize(terminal, 80, 24);
            assertThat(TerminalSize.of(terminal)).contains(new TerminalSize(80, 24));
            resize(terminal, 0, 0);
            assertThat(TerminalSize.of(terminal)).isEmpty();
        }
    }

    @Test
    void what_is_no_terminal_has_no_size() throws Exception {
        try (Fd file = Open.open(Path.of("/dev/null"), Open.O_RDONLY, 0)) {
            assertThat(TerminalSize.of(file)).isEmpty();
        }
    }
}
