package io.jfs.fuse.dispatch;

import io.jfs.fuse.wire.Opcode;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How many requests of each kind came and how many were answered with an error. Thread-safe; counting is cheap. */
public final class FuseCounters {
    private final LongAdder[] requests = adders();
    private final LongAdder[] errors = adders();

    /** All zero. */
    public FuseCounters() {}

    private static LongAdder[] adders() {
        LongAdder[] adders = new LongAdder[Opcode.LIMIT];
        for (int i = 0; i < adders.length; i++) {
            adders[i] = new LongAdder();
        }
        return adders;
    }

    void countRequest(int code) {
        requests[code].increment();
    }

    void countError(int code) {
        errors[code].increment();
    }

    /** Requests of one kind. */
    public long requests(Opcode opcode) {
        return requests[opcode.code()].sum();
    }

    /** Requests of one kind that were answered with an error; a LOOKUP that found nothing need not be one. */
    public long errors(Opcode opcode) {
        return errors[opcode.code()].sum();
    }

    /** The kinds that came at all, with how many. A snapshot. */
    public Map<Opcode, Long> byOpcode() {
        Map<Opcode, Long> counts = new EnumMap<>(Opcode.class);
        for (Opcode opcode : Opcode.values()) {
            long count = requests(opcode);
            if (count > 0) {
                counts.put(opcode, count);
            }
        }
        return counts;
    }
}
