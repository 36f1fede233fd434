package io.jfs.runtime.seccomp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes a classic BPF program from its end to its beginning (linux/filter.h). Jumps only go forward, so every target
 * is already there when a jump to it is written; no label needs patching. A place is counted from the end of the
 * program.
 */
final class BpfWriter {
    /** The most instructions that the kernel takes (linux/bpf_common.h). */
    private static final int MAX_INSTRUCTIONS = 4096;

    private static final int MAX_SHORT_JUMP = 255;
    private static final int LOAD = 0x20; // BPF_LD | BPF_W | BPF_ABS
    private static final int AND = 0x54; // BPF_ALU | BPF_AND | BPF_K
    private static final int GO = 0x05; // BPF_JMP | BPF_JA
    private static final int RETURN = 0x06; // BPF_RET | BPF_K

    /** The conditions of jumps, all unsigned. */
    enum Test {
        EQUAL(0x15),
        GREATER(0x25),
        GREATER_OR_EQUAL(0x35);

        private final int code;

        Test(int code) {
            this.code = code;
        }
    }

    // The last instruction first. Each is code (16 bits), jt, jf (8 bits each), k (32 bits), highest first.
    private long[] instructions = new long[512];
    private int length;
    private final Map<Integer, Integer> returns = new HashMap<>();

    /** A place where the filter ends with this value. */
    int returning(int value) {
        Integer known = returns.get(value);
        if (known != null && length - known < MAX_SHORT_JUMP / 2) {
            return known;
        }
        int place = emit(RETURN, 0, 0, value);
        returns.put(value, place);
        return place;
    }

    /** Loads 32 bits of {@code seccomp_data} and goes on at the place. */
    int load(int offset, int next) {
        fallInto(next);
        return emit(LOAD, 0, 0, offset);
    }

    /** Masks what was loaded and goes on at the place. */
    int and(int mask, int next) {
        fallInto(next);
        return emit(AND, 0, 0, mask);
    }

    /** Compares what was loaded and goes on at one place or the other. */
    int test(Test test, int value, int ifTrue, int ifFalse) {
        // A bridge for one target moves the program on by one: both are made before distances are taken.
        int yes = ifTrue;
        int no = ifFalse;
        if (length - no > MAX_SHORT_JUMP - 1) {
            no = bridge(no);
        }
        if (length - yes > MAX_SHORT_JUMP) {
            yes = bridge(yes);
        }
        return emit(test.code, length - yes, length - no, value);
    }

    private int bridge(int target) {
        return emit(GO, 0, 0, length - target);
    }

    // The instruction to come is followed by what was written last: by the target, or by a jump to it.
    private void fallInto(int next) {
        if (next != length) {
            bridge(next);
        }
    }

    private int emit(int code, int jumpTrue, int jumpFalse, int k) {
        if (length == MAX_INSTRUCTIONS) {
            throw new IllegalArgumentException("the filter needs more than " + MAX_INSTRUCTIONS + " instructions");
        }
        if (length == instructions.length) {
            instructions = Arrays.copyOf(instructions, 2 * length);
        }
        instructions[length++] =
                (long) code << 48 | (long) jumpTrue << 40 | (long) jumpFalse << 32 | (k & 0xffff_ffffL);
        return length;
    }

    /** The program as an array of {@code struct sock_filter}, beginning at the place written last. */
    byte[] program() {
        ByteBuffer out = ByteBuffer.allocate(8 * length).order(ByteOrder.nativeOrder());
        for (int i = length - 1; i >= 0; i--) {
            long instruction = instructions[i];
            out.putShort((short) (instruction >>> 48));
            out.put((byte) (instruction >>> 40));
            out.put((byte) (instruction >>> 32));
            out.putInt((int) instruction);
        }
        return out.array();
    }
}
