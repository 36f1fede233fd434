package io.jfs.core.diff;

import io.jfs.core.Change;
import java.io.IOException;

/** Receives changes in canonical order, as {@link Change} defines it. */
@FunctionalInterface
public interface ChangeConsumer {
    /**
     * Receives the next change.
     *
     * @throws IOException if the receiver cannot go on; the producer stops and passes it on
     */
    void accept(Change change) throws IOException;
}
