package io.jfs.image.layout;

import io.jfs.core.Digest;
import io.jfs.image.oci.DigestMismatchException;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Compares content with the digest that was promised. */
public final class Verification {
    private Verification() {}

    /**
     * Verifies a whole document.
     *
     * @param subject names it in the error
     */
    public static void verify(String subject, Digest expected, byte[] content) throws DigestMismatchException {
        MessageDigest computation = expected.newDigest();
        computation.update(content);
        verify(subject, expected, computation);
    }

    /**
     * Verifies what went through a computation that {@link Digest#newDigest()} began.
     *
     * @param subject names it in the error
     */
    public static void verify(String subject, Digest expected, MessageDigest computation)
            throws DigestMismatchException {
        Digest found = new Digest(expected.algorithm(), HexFormat.of().formatHex(computation.digest()));
        if (!found.equals(expected)) {
            throw new DigestMismatchException(subject, expected, found);
        }
    }
}
