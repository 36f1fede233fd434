package io.jfs.runtime.device;

import io.jfs.runtime.spec.Resources.DeviceRule;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Compiles rules to an eBPF program of the kind {@code BPF_PROG_TYPE_CGROUP_DEVICE}. The kernel calls it with a
 * {@code struct bpf_cgroup_dev_ctx} (linux/bpf.h): access type, major, minor. It returns 1 to allow.
 *
 * <p>Where exceptions allow, all that is asked must be in one exception; where they deny, any part of it.
 */
final class DeviceProgram {
    private static final int MAX_INSTRUCTIONS = 2048;

    // linux/bpf.h, linux/bpf_common.h: class, operation and source of an instruction
    private static final int LOAD_WORD = 0x61; // BPF_LDX | BPF_MEM | BPF_W
    private static final int MOVE = 0xb4; // BPF_ALU | BPF_MOV | BPF_K
    private static final int MOVE_REGISTER = 0xbc; // BPF_ALU | BPF_MOV | BPF_X
    private static final int AND = 0x54; // BPF_ALU | BPF_AND | BPF_K
    private static final int SHIFT_RIGHT = 0x74; // BPF_ALU | BPF_RSH | BPF_K
    private static final int JUMP_UNEQUAL = 0x55; // BPF_JMP | BPF_JNE | BPF_K
    private static final int JUMP_EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
    private static final int EXIT = 0x95; // BPF_JMP | BPF_EXIT

    private static final int RESULT = 0;
    private static final int CONTEXT = 1;
    private static final int TYPE = 2;
    private static final int ACCESS = 3;
    private static final int MAJOR = 4;
    private static final int MINOR = 5;

    private static final int BLOCK = 1; // BPF_DEVCG_DEV_BLOCK
    private static final int CHARACTER = 2; // BPF_DEVCG_DEV_CHAR

    private final ByteBuffer out = ByteBuffer.allocate(8 * MAX_INSTRUCTIONS).order(ByteOrder.nativeOrder());

    private DeviceProgram() {}

    /**
     * The program as an array of {@code struct bpf_insn}.
     *
     * @throws IllegalArgumentException if there are more rules than a program has room for
     */
    static byte[] compile(List<DeviceRule> rules) {
        DeviceTable table = DeviceTable.of(rules);
        DeviceProgram program = new DeviceProgram();
        program.load();
        table.exceptions().forEach((key, access) -> program.exception(table.allowed(), key, access));
        program.end(table.allowed());
        byte[] bytes = new byte[program.out.position()];
        program.out.flip().get(bytes);
        return bytes;
    }

    private void load() {
        emit(LOAD_WORD, TYPE, CONTEXT, 0, 0);
        emit(MOVE_REGISTER, ACCESS, TYPE, 0, 0);
        emit(AND, TYPE, 0, 0, 0xffff);
        emit(SHIFT_RIGHT, ACCESS, 0, 0, 16);
        emit(LOAD_WORD, MAJOR, CONTEXT, 4, 0);
        emit(LOAD_WORD, MINOR, CONTEXT, 8, 0);
    }

    private void exception(boolean allowed, DeviceTable.Key key, int access) {
        int tests = 1 + (key.major() >= 0 ? 1 : 0) + (key.minor() >= 0 ? 1 : 0);
        // After the tests: three for the access, two to end.
        int left = tests + 5;
        emit(JUMP_UNEQUAL, TYPE, 0, --left, key.type() == 'b' ? BLOCK : CHARACTER);
        if (key.major() >= 0) {
            emit(JUMP_UNEQUAL, MAJOR, 0, --left, (int) key.major());
        }
        if (key.minor() >= 0) {
            emit(JUMP_UNEQUAL, MINOR, 0, --left, (int) key.minor());
        }
        emit(MOVE_REGISTER, RESULT, ACCESS, 0, 0);
        emit(AND, RESULT, 0, 0, allowed ? access : ~access);
        emit(allowed ? JUMP_EQUAL : JUMP_UNEQUAL, RESULT, 0, 2, 0);
        end(!allowed);
    }

    private void end(boolean result) {
        emit(MOVE, RESULT, 0, 0, result ? 1 : 0);
        emit(EXIT, 0, 0, 0, 0);
    }

    private void emit(int code, int target, int source, int offset, int immediate) {
        if (!out.hasRemaining()) {
            throw new IllegalArgumentException("more rules for devices than a program has room for");
        }
        out.put((byte) code)
                .put((byte) ((source << 4) | target))
                .putShort((short) offset)
                .putInt(immediate);
    }
}
