package io.jfs.core;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A content digest, written {@code algorithm:hex}.
 *
 * <p>Only {@code sha256} and {@code sha512} are accepted (OCI image-spec, descriptor.md, "Registered algorithms"), with
 * lower-case hex of the exact length, so a digest is always safe as a file name.
 *
 * @param algorithm {@code sha256} or {@code sha512}
 * @param hex lower-case hexadecimal digits
 */
public record Digest(String algorithm, String hex) {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern SHA512 = Pattern.compile("[0-9a-f]{128}");

    /** @throws IllegalArgumentException if the algorithm is unknown or the digits do not fit it */
    public Digest {
        boolean valid = switch (algorithm) {
            case "sha256" -> SHA256.matcher(hex).matches();
            case "sha512" -> SHA512.matcher(hex).matches();
            default -> throw new IllegalArgumentException("digest algorithm " + algorithm + " is not supported");
        };
        if (!valid) {
            throw new IllegalArgumentException("malformed digest " + algorithm + ":" + hex);
        }
    }

    /**
     * Reads a digest in its usual form, {@code sha256:} and 64 hexadecimal digits for example.
     *
     * @throws IllegalArgumentException if the text is not a digest
     */
    public static Digest parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("malformed digest " + text);
        }
        return new Digest(text.substring(0, colon), text.substring(colon + 1));
    }

    /** The sha256 digest of the bytes. */
    public static Digest sha256(byte[] content) {
        return of(newSha256().digest(content));
    }

    /** The digest with these 32 bytes, as {@link #newSha256()} gives them. */
    public static Digest of(byte[] sha256) {
        return new Digest("sha256", HexFormat.of().formatHex(sha256));
    }

    /** A fresh sha256 computation. */
    public static MessageDigest newSha256() {
        return newDigest("sha256");
    }

    /** A fresh computation of this digest's algorithm. */
    public MessageDigest newDigest() {
        return newDigest(algorithm);
    }

    private static MessageDigest newDigest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm.equals("sha256") ? "SHA-256" : "SHA-512");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** The first twelve digits, as tables show them. */
    public String shortHex() {
        return hex.substring(0, 12);
    }

    // Written out, since linking a record's own takes milliseconds of every short command.
    @Override
    public boolean equals(Object other) {
        return other instanceof Digest digest && digest.hex.equals(hex) && digest.algorithm.equals(algorithm);
    }

    @Override
    public int hashCode() {
        return hex.hashCode();
    }

    @Override
    public String toString() {
        return algorithm + ":" + hex;
    }
}
