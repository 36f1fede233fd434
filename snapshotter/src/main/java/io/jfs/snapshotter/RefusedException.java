package io.jfs.snapshotter;

import io.grpc.Status;
import java.io.IOException;

/** A request that is refused before it reaches the store. */
final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    private final Status.Code code;

    private RefusedException(Status.Code code, String text) {
        super(text);
        this.code = code;
    }

    static RefusedException notFound(String key) {
        return new RefusedException(Status.Code.NOT_FOUND, "snapshot " + key + ": not found");
    }

    /** The text holds the word {@code remove}: clients of containerd look for it. */
    static RefusedException hasChildren(String key, String child) {
        return new RefusedException(
                Status.Code.FAILED_PRECONDITION,
                "snapshot " + key + ": cannot remove it: it has children, such as " + child);
    }

    static RefusedException alreadyHere(String chain) {
        return new RefusedException(Status.Code.ALREADY_EXISTS, "target snapshot " + chain + ": already exists");
    }

    static RefusedException invalid(String text) {
        return new RefusedException(Status.Code.INVALID_ARGUMENT, text);
    }

    Status.Code code() {
        return code;
    }
}
