package io.jfs.runtime.seccomp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Runs classic BPF programs over {@code struct seccomp_data}, with all checks that the kernel makes. */
final class BpfMachine {
    private final ByteBuffer program;
    private final int length;

    BpfMachine(byte[] program) {
        this.program = ByteBuffer.wrap(program).order(ByteOrder.nativeOrder());
        this.length = program.length / 8;
    }

    /** A call as the kernel shows it to filters. */
    record Call(int architecture, int number, List<Long> arguments) {
        ByteBuffer data() {
            ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());
            data.putInt(number).putInt(architecture).putLong(0);
            for (int i = 0; i < 6; i++) {
                data.putLong(i < arguments.size() ? arguments.get(i) : 0);
            }
            return data;
        }
    }

    int run(Call call) {
        ByteBuffer data = call.data();
        int accumulator = 0;
        int at = 0;
        while (at < length) {
            int code = program.getShort(8 * at) & 0xffff;
            int ifTrue = program.get(8 * at + 2) & 0xff;
            int ifFalse = program.get(8 * at + 3) & 0xff;
            int k = program.getInt(8 * at + 4);
            at++;
            switch (code) {
                case 0x20 -> accumulator = data.getInt(k);
                case 0x54 -> accumulator &= k;
                case 0x05 -> at += k;
                case 0x15 -> at += accumulator == k ? ifTrue : ifFalse;
                case 0x25 -> at += Integer.compareUnsigned(accumulator, k) > 0 ? ifTrue : ifFalse;
                case 0x35 -> at += Integer.compareUnsigned(accumulator, k) >= 0 ? ifTrue : ifFalse;
                case 0x06 -> {
                    return k;
                }
                default -> throw new AssertionError("unknown instruction " + Integer.toHexString(code));
            }
        }
        throw new AssertionError("the program runs past its end");
    }
}
