package io.jfs.runtime.container;

/** No container has this name or an ID that begins so. */
public final class NoSuchContainerException extends ContainerException {
    private static final long serialVersionUID = 1L;

    NoSuchContainerException(String wanted) {
        super("no such container: " + wanted);
    }
}
