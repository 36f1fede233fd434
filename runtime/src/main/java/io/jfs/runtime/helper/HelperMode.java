package io.jfs.runtime.helper;

/** What a helper is for. */
public enum HelperMode {
    /** A container with a monitor, which stays in the background. */
    MONITOR("mon"),
    /** A container without one: whoever called has its standard files and is told of its end by the kernel. */
    INIT("init"),
    /** Another process in a container. */
    EXEC("exec");

    private final String word;

    HelperMode(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }
}
