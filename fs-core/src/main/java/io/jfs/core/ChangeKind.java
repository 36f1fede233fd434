package io.jfs.core;

/** How a path differs from the same path in the parent. */
public enum ChangeKind {
    /** The parent does not have it. */
    ADDED('A'),
    /** Both have it, and type, content, metadata, extended attributes or link partners differ. */
    MODIFIED('C'),
    /** Only the parent has it; nothing is said of what was below it. */
    DELETED('D');

    private final char letter;

    ChangeKind(char letter) {
        this.letter = letter;
    }

    /** {@code A}, {@code C} or {@code D}, as {@code docker diff} prints it. */
    public char letter() {
        return letter;
    }
}
