package io.jfs.runtime.container;

import java.io.IOException;

/** A request that a container's state or its options do not allow. The message is for people. */
public class ContainerException extends IOException {
    private static final long serialVersionUID = 1L;

    public ContainerException(String message) {
        super(message);
    }

    public ContainerException(String message, Throwable cause) {
        super(message, cause);
    }
}
