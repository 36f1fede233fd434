package io.jfs.runtime.spec;

import java.util.Map;

/**
 * A process's share of disk time (ioprio_set(2)).
 *
 * @param level from 0, the first, to 7
 */
public record IoPriority(IoClass ioClass, int level) {
    private static final Map<String, IoClass> CLASSES = Map.of(
            "IOPRIO_CLASS_RT", IoClass.REAL_TIME,
            "IOPRIO_CLASS_BE", IoClass.BEST_EFFORT,
            "IOPRIO_CLASS_IDLE", IoClass.IDLE);

    /** Who comes first. */
    public enum IoClass {
        REAL_TIME(1),
        BEST_EFFORT(2),
        IDLE(3);

        private final int number;

        IoClass(int number) {
            this.number = number;
        }

        /** The number that the kernel knows it by. */
        public int number() {
            return number;
        }
    }

    static IoPriority of(SpecValue json) throws InvalidSpecException {
        IoClass ioClass = json.at("class").choice(CLASSES);
        return new IoPriority(ioClass, json.optionalInt("priority", 0, 7).orElse(0));
    }
}
