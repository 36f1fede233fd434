package io.jfs.cli.container;

import io.jfs.cli.session.UsageException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;

/** Times as docker takes them. */
final class Times {
    private Times() {}

    /** RFC 3339, seconds since 1970, or an age such as {@code 1h30m}. */
    static Instant moment(String text, Instant now) {
        try {
            if (text.matches("[0-9]+(\\.[0-9]+)?")) {
                return Instant.ofEpochMilli((long) (Double.parseDouble(text) * 1000));
            }
            return text.matches("([0-9.]+[hms])+")
                    ? now.minus(Duration.parse("PT" + text.toUpperCase(Locale.ROOT)))
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            throw new UsageException("invalid time \"" + text + "\": expected RFC 3339, seconds or an age such as 10m");
        }
    }

    static void sleep(long millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }
}
