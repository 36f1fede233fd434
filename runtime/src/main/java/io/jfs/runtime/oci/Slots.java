package io.jfs.runtime.oci;

/** Hands out a plan's slots. */
final class Slots {
    private int next;

    int take() {
        return next++;
    }
}
