package io.jfs.linux;

import io.jfs.linux.internal.Kernel;
import io.jfs.linux.internal.Scratch;
import io.jfs.linux.internal.Syscall;
import java.util.Optional;

/**
 * The size of a terminal's window in characters.
 *
 * @param columns at least 1
 * @param rows at least 1
 */
public record TerminalSize(int columns, int rows) {
    // asm-generic/ioctls.h
    private static final int TIOCGWINSZ = 0x5413;
    /** {@code struct winsize} of asm-generic/termios.h: rows, columns and two more, each an unsigned short. */
    private static final int WINSIZE_BYTES = 8;

    /**
     * The size now: {@code int ioctl(int fd, TIOCGWINSZ, struct winsize *)}. It changes when the user resizes the
     * window.
     *
     * @return empty if it is no terminal, or one that does not know its size, as a serial line
     */
    public static Optional<TerminalSize> of(Fd terminal) {
        Scratch scratch = Scratch.begin();
        long at = scratch.reserve(WINSIZE_BYTES);
        long result = Kernel.retry(Syscall.IOCTL, terminal.number(), TIOCGWINSZ, scratch.address(at));
        int rows = result < 0 ? 0 : scratch.getShort(at);
        int columns = result < 0 ? 0 : scratch.getShort(at + Short.BYTES);
        return rows == 0 || columns == 0 ? Optional.empty() : Optional.of(new TerminalSize(columns, rows));
    }
}
