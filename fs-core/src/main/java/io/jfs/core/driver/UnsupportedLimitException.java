package io.jfs.core.driver;

import java.io.IOException;

/**
 * A driver cannot limit the size of a snapshot where it was opened. A property of driver and place, not of the call.
 */
public final class UnsupportedLimitException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * @param driver its name
     * @param reason continues a sentence after "because"
     */
    public UnsupportedLimitException(String driver, String reason) {
        super("a size limit is not supported by driver " + driver + " because " + reason);
    }
}
