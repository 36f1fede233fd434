package io.jfs.cli.oci;

import io.jfs.cli.session.UsageException;
import java.util.List;
import java.util.Locale;

/** Signals by name (asm-generic/signal.h; x86 and arm64 use these numbers). */
public final class SignalNames {
    private static final int LAST = 64;
    private static final int RTMIN = 34; // the C libraries keep two for themselves
    private static final List<String> NAMES = List.of(
            "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE",
            "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM",
            "PROF", "WINCH", "IO", "PWR", "SYS");

    private SignalNames() {}

    /** Of a number, or of a name with or without {@code SIG}. */
    public static int number(String text) throws UsageException {
        String name = text.toUpperCase(Locale.ROOT).replaceFirst("^SIG", "");
        int known = NAMES.indexOf(name);
        if (known > 0) {
            return known;
        }
        try {
            int number = name.startsWith("RTMIN+")
                    ? RTMIN + Integer.parseInt(name.substring(6))
                    : name.startsWith("RTMAX-") ? LAST - Integer.parseInt(name.substring(6)) : realTime(name);
            if (number >= 0 && number <= LAST) {
                return number;
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw new UsageException("unknown signal " + text);
    }

    private static int realTime(String name) {
        return switch (name) {
            case "RTMIN" -> RTMIN;
            case "RTMAX" -> LAST;
            default -> Integer.parseInt(name);
        };
    }
}
