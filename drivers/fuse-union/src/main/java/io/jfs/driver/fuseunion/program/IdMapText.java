package io.jfs.driver.fuseunion.program;

import io.jfs.union.IdMap;
import java.util.ArrayList;
import java.util.List;

/** {@code uidmapping} and {@code gidmapping}: triples {@code onDisk:visible:count}, one after the other. */
final class IdMapText {
    private static final long MAX = 0xFFFF_FFFFL; // ids are unsigned; the last one means "none"

    private IdMapText() {}

    /**
     * Reads a mapping.
     *
     * @param option for the message
     * @throws ProgramException if it is none
     */
    static IdMap parse(String option, String text) throws ProgramException {
        String[] numbers = text.split(":", -1);
        if (numbers.length % 3 != 0) {
            throw invalid(option, text);
        }
        List<IdMap.Range> ranges = new ArrayList<>();
        for (int i = 0; i < numbers.length; i += 3) {
            long onDisk = number(option, text, numbers[i]);
            long visible = number(option, text, numbers[i + 1]);
            long count = number(option, text, numbers[i + 2]);
            if (count == 0 || onDisk + count > MAX || visible + count > MAX) {
                throw invalid(option, text);
            }
            ranges.add(new IdMap.Range(visible, onDisk, count));
        }
        return new IdMap(ranges, -1);
    }

    private static long number(String option, String text, String digits) throws ProgramException {
        try {
            long number = Long.parseLong(digits);
            if (number >= 0 && number <= MAX) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new ProgramException(message(option, text), e);
        }
        throw invalid(option, text);
    }

    private static ProgramException invalid(String option, String text) {
        return new ProgramException(message(option, text));
    }

    private static String message(String option, String text) {
        return option + "=" + text + ": not a list of onDisk:visible:count";
    }
}
