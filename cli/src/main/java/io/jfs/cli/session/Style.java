package io.jfs.cli.session;

/** The few colours that jfs uses. */
public enum Style {
    /** Added. */
    GREEN("32"),
    /** Deleted, or failed. */
    RED("31"),
    /** Changed. */
    YELLOW("33"),
    /** A command that is shown. */
    BOLD("1");

    static final String RESET = "\u001b[0m";

    private final String code;

    Style(String code) {
        this.code = code;
    }

    String escape() {
        return "\u001b[" + code + "m";
    }
}
