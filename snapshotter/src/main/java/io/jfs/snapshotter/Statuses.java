package io.jfs.snapshotter;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.jfs.core.driver.UnsupportedLimitException;
import io.jfs.core.store.InvalidParentException;
import io.jfs.core.store.InvalidUpdateException;
import io.jfs.core.store.SnapshotBusyException;
import io.jfs.core.store.SnapshotException;
import io.jfs.core.store.SnapshotExistsException;
import io.jfs.core.store.SnapshotNotFoundException;
import io.jfs.core.store.SnapshotStateException;
import java.util.Optional;

/**
 * Failures as gRPC has them. The text is the failure's own; containerd takes the error's class from the code and shows
 * the text.
 */
final class Statuses {
    private Statuses() {}

    static StatusRuntimeException of(Exception failure) {
        String text = Optional.ofNullable(failure.getMessage()).orElseGet(failure::toString);
        return code(failure).toStatus().withDescription(text).withCause(failure).asRuntimeException();
    }

    private static Status.Code code(Exception failure) {
        return switch (failure) {
            case RefusedException refused -> refused.code();
            case SnapshotException refused -> code(refused);
            case UnsupportedLimitException _ -> Status.Code.UNIMPLEMENTED;
            case IllegalArgumentException _ -> Status.Code.INVALID_ARGUMENT;
            default -> Status.Code.INTERNAL;
        };
    }

    private static Status.Code code(SnapshotException refused) {
        return switch (refused) {
            case SnapshotNotFoundException _ -> Status.Code.NOT_FOUND;
            case SnapshotExistsException _ -> Status.Code.ALREADY_EXISTS;
            case InvalidParentException _, InvalidUpdateException _ -> Status.Code.INVALID_ARGUMENT;
            case SnapshotStateException _, SnapshotBusyException _ -> Status.Code.FAILED_PRECONDITION;
        };
    }
}
