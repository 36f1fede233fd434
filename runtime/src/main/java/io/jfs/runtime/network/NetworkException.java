package io.jfs.runtime.network;

import java.io.IOException;

/** A network cannot be made. The message names the network, the plugin and the plugin's reason. */
public final class NetworkException extends IOException {
    private static final long serialVersionUID = 1L;

    public NetworkException(String message) {
        super(message);
    }

    public NetworkException(String message, Throwable cause) {
        super(message, cause);
    }
}
