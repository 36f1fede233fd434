package io.jfs.bench.data;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.core.Digest;
import io.jfs.core.layer.Compression;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;

/** A tree as an OCI archive with gzip layers, which jfs, podman and containerd take in. */
public final class OciArchive {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int GZIP_LEVEL = 6;

    private final Path layout;
    private final ArrayNode layers = JSON.arrayNode();
    private final ArrayNode diffIds = JSON.arrayNode();

    private OciArchive(Path layout) {
        this.layout = layout;
    }

    /** Writes it. */
    public static void write(LayeredTree tree, Path archive) throws IOException {
        Path layout = Files.createDirectories(archive.resolveSibling("layout"));
        new OciArchive(layout).write(tree);
        Shell.run(List.of("tar", "cf", archive.toString(), "-C", layout.toString(), "."));
    }

    private void write(LayeredTree tree) throws IOException {
        Files.createDirectories(layout.resolve("blobs/sha256"));
        for (int i = tree.layers().size() - 1; i >= 0; i--) {
            Path tar = tree.tar(i);
            diffIds.add(digest(tar, Compression.NONE, layout.resolve("layer")).toString());
            Digest digest = digest(tar, Compression.GZIP, layout.resolve("layer"));
            layers.add(blob("application/vnd.oci.image.layer.v1.tar+gzip", digest, layout.resolve("layer")));
        }
        ObjectNode config =
                JSON.objectNode().put("architecture", architecture()).put("os", "linux");
        config.putObject("config").putArray("Cmd").add("/bin/true");
        config.putObject("rootfs").put("type", "layers").set("diff_ids", diffIds);
        ObjectNode manifest = JSON.objectNode()
                .put("schemaVersion", 2)
                .put("mediaType", "application/vnd.oci.image.manifest.v1+json");
        manifest.set("config", blob("application/vnd.oci.image.config.v1+json", bytes(config)));
        manifest.set("layers", layers);
        ObjectNode entry = blob("application/vnd.oci.image.manifest.v1+json", bytes(manifest));
        entry.putObject("annotations").put("org.opencontainers.image.ref.name", "bench");
        ObjectNode index = JSON.objectNode().put("schemaVersion", 2);
        index.putArray("manifests").add(entry);
        Files.write(layout.resolve("index.json"), bytes(index));
        Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    }

    private static String architecture() {
        return System.getProperty("os.arch", "").equals("aarch64") ? "arm64" : "amd64";
    }

    private static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Writes a file compressed; the digest is that of what was written. */
    private static Digest digest(Path from, Compression compression, Path to) throws IOException {
        MessageDigest digest = Digest.newSha256();
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(to));
                OutputStream compressing = compression.compress(new DigestOutputStream(file, digest), GZIP_LEVEL)) {
            Files.copy(from, compressing);
        }
        return Digest.of(digest.digest());
    }

    private ObjectNode blob(String mediaType, byte[] content) throws IOException {
        Path file = Files.write(layout.resolve("json"), content);
        return blob(mediaType, Digest.sha256(content), file);
    }

    private ObjectNode blob(String mediaType, Digest digest, Path file) throws IOException {
        long size = Files.size(file);
        Files.move(file, layout.resolve("blobs/sha256").resolve(digest.hex()), StandardCopyOption.REPLACE_EXISTING);
        return JSON.objectNode()
                .put("mediaType", mediaType)
                .put("digest", digest.toString())
                .put("size", size);
    }
}
