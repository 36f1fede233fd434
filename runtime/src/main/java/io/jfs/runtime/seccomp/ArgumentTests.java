package io.jfs.runtime.seccomp;

import io.jfs.runtime.spec.SeccompSpec.Argument;
import io.jfs.runtime.spec.SeccompSpec.Operator;

/** Writes comparisons of arguments. A 64-bit one is two of 32 bits, the upper half first. */
final class ArgumentTests {
    private static final int FIRST_ARGUMENT = 16; // offsetof(struct seccomp_data, args)

    private final BpfWriter writer;
    private final boolean wide;

    ArgumentTests(BpfWriter writer, boolean wide) {
        this.writer = writer;
        this.wide = wide;
    }

    /** A place that goes on at {@code match} if the condition holds, else at {@code fail}. */
    int write(Argument argument, int match, int fail) {
        long value = argument.value();
        return switch (argument.operator()) {
            case EQUAL -> equal(argument, -1L, value, match, fail);
            case NOT_EQUAL -> equal(argument, -1L, value, fail, match);
            case MASKED_EQUAL -> equal(argument, value, argument.valueTwo() & value, match, fail);
            case GREATER -> greater(argument, BpfWriter.Test.GREATER, match, fail);
            case GREATER_OR_EQUAL -> greater(argument, BpfWriter.Test.GREATER_OR_EQUAL, match, fail);
            case LESS -> greater(argument, BpfWriter.Test.GREATER_OR_EQUAL, fail, match);
            case LESS_OR_EQUAL -> greater(argument, BpfWriter.Test.GREATER, fail, match);
        };
    }

    private int equal(Argument argument, long mask, long value, int match, int fail) {
        int low = halfEqual(lowerHalf(argument), (int) mask, (int) value, match, fail);
        return wide ? halfEqual(upperHalf(argument), (int) (mask >>> 32), (int) (value >>> 32), low, fail) : low;
    }

    private int halfEqual(int offset, int mask, int value, int match, int fail) {
        int test = writer.test(BpfWriter.Test.EQUAL, value, match, fail);
        return writer.load(offset, mask == -1 ? test : writer.and(mask, test));
    }

    private int greater(Argument argument, BpfWriter.Test lowTest, int match, int fail) {
        int value = (int) argument.value();
        int low = writer.load(lowerHalf(argument), writer.test(lowTest, value, match, fail));
        if (!wide) {
            return low;
        }
        int high = (int) (argument.value() >>> 32);
        int same = writer.test(BpfWriter.Test.EQUAL, high, low, fail);
        return writer.load(upperHalf(argument), writer.test(BpfWriter.Test.GREATER, high, match, same));
    }

    // Every architecture that filters are compiled for is little-endian.
    private static int lowerHalf(Argument argument) {
        return FIRST_ARGUMENT + 8 * argument.index();
    }

    private static int upperHalf(Argument argument) {
        return lowerHalf(argument) + 4;
    }

    static Argument equalTo(int index, long value) {
        return new Argument(index, Operator.EQUAL, value, 0);
    }
}
