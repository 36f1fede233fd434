package io.jfs.bench.contender;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** One of those that are compared. Knows how, but holds nothing until it is opened. */
public interface Contender {
    /** What it is called in options and tables. */
    String name();

    /** What it is. */
    Kind kind();

    /** How it works, in a sentence, with its version. */
    String description();

    /**
     * Why it cannot run, if it cannot.
     *
     * @param directory where its files would be
     */
    Optional<String> problem(Path directory);

    /**
     * Gets ready.
     *
     * @param directory empty, its own; deleted by the caller after the close
     */
    Backend open(Path directory) throws IOException;

    /** What a contender is. */
    enum Kind {
        /** A storage driver of jfs. */
        DRIVER,
        /** Somebody else's. */
        PEER,
        /** No layers at all: what the filesystem below costs. */
        CONTROL
    }
}
