package io.jfs.cli.output;

import java.time.Duration;
import java.time.Instant;

/** Ages as docker prints them: {@code 3 minutes ago}. */
public final class HumanAge {
    private HumanAge() {}

    /** How long ago the moment was; {@code N/A} for the epoch and before, which stand for an unknown time. */
    public static String since(Instant moment, Instant now) {
        return moment.getEpochSecond() <= 0 ? "N/A" : of(Duration.between(moment, now)) + " ago";
    }

    /** The duration in its largest fitting unit, rounded down. */
    static String of(Duration age) {
        long seconds = Math.max(0, age.toSeconds());
        long minutes = seconds / 60;
        long hours = Math.round(seconds / 3600.0);
        if (seconds < 1) {
            return "Less than a second";
        } else if (seconds == 1) {
            return "1 second";
        } else if (seconds < 60) {
            return seconds + " seconds";
        } else if (minutes == 1) {
            return "About a minute";
        } else if (minutes < 60) {
            return minutes + " minutes";
        } else if (hours == 1) {
            return "About an hour";
        } else if (hours < 48) {
            return hours + " hours";
        } else if (hours < 24 * 7 * 2) {
            return hours / 24 + " days";
        } else if (hours < 24 * 30 * 2) {
            return hours / 24 / 7 + " weeks";
        } else if (hours < 24 * 365 * 2) {
            return hours / 24 / 30 + " months";
        }
        return hours / 24 / 365 + " years";
    }
}
