package io.jfs.runtime.container;

import io.jfs.runtime.spec.InvalidSpecException;
import io.jfs.runtime.spec.SpecValue;
import java.time.Instant;
import java.util.Optional;

/**
 * How a container ended, as its monitor wrote it down.
 *
 * @param code the program's exit code, or 128 and the signal that killed it
 * @param oomKilled whether the kernel killed a process of it for want of memory
 * @param finishedAt empty if unknown
 */
public record ExitRecord(int code, boolean oomKilled, Optional<Instant> finishedAt) {
    /** Of a container whose monitor was killed: nobody saw how it ended. */
    static final ExitRecord UNKNOWN = new ExitRecord(255, false, Optional.empty());

    static ExitRecord parse(byte[] text, String document) throws InvalidSpecException {
        SpecValue json = SpecValue.parse(text, document);
        int code = json.optionalInt("exitCode", 0, 255).orElse(0);
        int signal = json.optionalInt("signal", 0, 127).orElse(0);
        return new ExitRecord(
                signal > 0 ? 128 + signal : code,
                json.flag("oomKilled"),
                json.optional("finishedAt", ContainerRecord::instant));
    }
}
