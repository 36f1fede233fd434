package io.jfs.bench.stats;

/** What may be said of a ratio. */
public enum Verdict {
    /** Better than the reference, beyond doubt. */
    BETTER("better"),
    /** Worse than the reference, beyond doubt. */
    WORSE("worse"),
    /** The interval of the ratio has 1 in it. */
    NO_DIFFERENCE("no difference"),
    /** Too few rounds to say anything. */
    TOO_FEW("too few rounds"),
    /** It is the reference itself. */
    REFERENCE("reference");

    private final String text;

    Verdict(String text) {
        this.text = text;
    }

    /** For people. */
    public String text() {
        return text;
    }
}
