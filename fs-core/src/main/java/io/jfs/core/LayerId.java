package io.jfs.core;

/**
 * Names a layer by its diffID: the digest of its uncompressed tar (OCI image-spec, config.md, "Layer DiffID").
 *
 * @param digest the digest of the uncompressed tar
 */
public record LayerId(Digest digest) {
    @Override
    public String toString() {
        return digest.toString();
    }
}
