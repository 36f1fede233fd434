package io.jfs.runtime.spec;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A resource limit of a process.
 *
 * @param soft unsigned; all bits set means no limit
 * @param hard unsigned; all bits set means no limit
 */
public record Rlimit(Type type, long soft, long hard) {

    /** Limits (asm-generic/resource.h; x86 and arm64 use these). */
    public enum Type {
        CPU(0),
        FSIZE(1),
        DATA(2),
        STACK(3),
        CORE(4),
        RSS(5),
        NPROC(6),
        NOFILE(7),
        MEMLOCK(8),
        AS(9),
        LOCKS(10),
        SIGPENDING(11),
        MSGQUEUE(12),
        NICE(13),
        RTPRIO(14),
        RTTIME(15);

        private final int number;

        Type(int number) {
            this.number = number;
        }

        /** The number that the kernel knows it by. */
        public int number() {
            return number;
        }

        /** The name in a {@code config.json}, such as {@code RLIMIT_NOFILE}. */
        public String specName() {
            return "RLIMIT_" + name();
        }

        /** The limit of this name without {@code RLIMIT_}, in any case of letters. */
        public static Optional<Type> find(String name) {
            String upper = name.toUpperCase(Locale.ROOT);
            return Arrays.stream(values())
                    .filter(type -> type.name().equals(upper))
                    .findFirst();
        }
    }

    static Rlimit of(SpecValue json) throws InvalidSpecException {
        SpecValue name = json.at("type");
        String text = name.text();
        Type type = Optional.of(text)
                .filter(t -> t.startsWith("RLIMIT_"))
                .flatMap(t -> Type.find(t.substring("RLIMIT_".length())))
                .orElseThrow(() -> name.malformed("unknown limit \"" + text + '"'));
        long soft = json.at("soft").unsignedLong();
        long hard = json.at("hard").unsignedLong();
        if (Long.compareUnsigned(soft, hard) > 0) {
            throw json.at("soft")
                    .malformed(Long.toUnsignedString(soft) + " is above the hard limit " + Long.toUnsignedString(hard));
        }
        return new Rlimit(type, soft, hard);
    }
}
