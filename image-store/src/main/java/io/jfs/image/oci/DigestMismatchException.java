package io.jfs.image.oci;

import io.jfs.core.Digest;

/** Content is not what its digest promises. */
public final class DigestMismatchException extends InvalidImageException {
    private static final long serialVersionUID = 1L;

    /**
     * @param subject what was read, such as {@code blob} or {@code layer 3}
     * @param expected the digest that was promised
     * @param found the digest of what was there
     */
    public DigestMismatchException(String subject, Digest expected, Digest found) {
        super(subject + ": digest mismatch: expected " + expected + ", found " + found);
    }
}
