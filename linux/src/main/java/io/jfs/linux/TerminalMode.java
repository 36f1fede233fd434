package io.jfs.linux;

import static io.jfs.linux.ErrnoException.check;

import io.jfs.linux.internal.Kernel;
import io.jfs.linux.internal.Scratch;
import io.jfs.linux.internal.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** How a terminal treats what is typed: termios(3). */
public final class TerminalMode {
    // asm-generic/ioctls.h
    private static final int TCGETS = 0x5401;
    private static final int TCSETS = 0x5402;

    /** The kernel's {@code struct termios} (asm-generic/termbits.h): four flag words, then 20 bytes. */
    private static final int BYTES = 36;

    private static final int INPUT_FLAGS = 0;
    private static final int OUTPUT_FLAGS = 4;
    private static final int CONTROL_FLAGS = 8;
    private static final int LOCAL_FLAGS = 12;

    // asm-generic/termbits.h: what cfmakeraw(3) clears, and sets
    private static final int RAW_INPUT_OFF = 0x5eb; // IGNBRK BRKINT PARMRK ISTRIP INLCR IGNCR ICRNL IXON
    private static final int RAW_OUTPUT_OFF = 0x1; // OPOST
    private static final int RAW_LOCAL_OFF = 0x804b; // ECHO ECHONL ICANON ISIG IEXTEN
    private static final int RAW_CONTROL_OFF = 0x130; // CSIZE PARENB
    private static final int RAW_CONTROL_ON = 0x30; // CS8

    private final byte[] termios;

    private TerminalMode(byte[] termios) {
        this.termios = termios;
    }

    /** The mode now; empty if it is no terminal. */
    public static Optional<TerminalMode> of(Fd terminal) {
        Scratch scratch = Scratch.begin();
        long at = scratch.reserve(BYTES);
        long result = Kernel.retry(Syscall.IOCTL, terminal.number(), TCGETS, scratch.address(at));
        return result < 0 ? Optional.empty() : Optional.of(new TerminalMode(scratch.bytes(at, BYTES)));
    }

    /** The same, but every byte is passed on as it is typed: cfmakeraw(3). */
    public TerminalMode raw() {
        byte[] copy = termios.clone();
        ByteBuffer flags = ByteBuffer.wrap(copy).order(ByteOrder.nativeOrder());
        clear(flags, INPUT_FLAGS, RAW_INPUT_OFF);
        clear(flags, OUTPUT_FLAGS, RAW_OUTPUT_OFF);
        clear(flags, LOCAL_FLAGS, RAW_LOCAL_OFF);
        clear(flags, CONTROL_FLAGS, RAW_CONTROL_OFF);
        flags.putInt(CONTROL_FLAGS, flags.getInt(CONTROL_FLAGS) | RAW_CONTROL_ON);
        return new TerminalMode(copy);
    }

    private static void clear(ByteBuffer flags, int at, int bits) {
        flags.putInt(at, flags.getInt(at) & ~bits);
    }

    /**
     * Puts the mode in force.
     *
     * @throws ErrnoException ENOTTY if it is no terminal, EIO if it was hung up
     */
    public void apply(Fd terminal) throws ErrnoException {
        long at = Scratch.begin().put(termios);
        check(Kernel.retry(Syscall.IOCTL, terminal.number(), TCSETS, at), "ioctl TCSETS", terminal.toString());
    }
}
