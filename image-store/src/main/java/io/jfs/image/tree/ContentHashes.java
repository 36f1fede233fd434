package io.jfs.image.tree;

import io.jfs.core.layer.LayerLimits;
import io.jfs.core.layer.LayerTar;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Hashes of the contents that are asked for, found in one pass through each archive that has some. */
final class ContentHashes {
    private final TreeSide side;
    /** By layer: the entries asked for, by their ordinal. */
    private final NavigableMap<Integer, NavigableMap<Integer, Integer>> wanted = new TreeMap<>();

    private final Map<Integer, byte[]> hashes = new HashMap<>();

    ContentHashes(TreeSide side) {
        this.side = side;
    }

    void want(int version) {
        wanted.computeIfAbsent(side.versions().layer(version), _ -> new TreeMap<>())
                .put(side.versions().ordinal(version), version);
    }

    /** Reads what is wanted until now. */
    void read() throws IOException {
        for (var layer : wanted.entrySet()) {
            try (InputStream archive = side.layers().get(layer.getKey()).openTar()) {
                read(new LayerTar(archive, LayerLimits.DEFAULT), layer.getValue());
            }
        }
    }

    private void read(LayerTar tar, NavigableMap<Integer, Integer> entries) throws IOException {
        MessageDigest sha256 = sha256();
        int last = entries.lastKey();
        for (int ordinal = 0; ordinal <= last && tar.next().isPresent(); ordinal++) {
            Integer version = entries.get(ordinal);
            if (version != null) {
                new DigestInputStream(tar.body(), sha256).transferTo(OutputStream.nullOutputStream());
                hashes.put(version, sha256.digest());
            }
        }
    }

    /** The hash of the content of an entry that was wanted; empty if its archive has shrunk meanwhile. */
    byte[] of(int version) {
        return hashes.getOrDefault(version, new byte[0]);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
