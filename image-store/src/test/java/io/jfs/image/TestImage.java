package io.jfs.image;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.core.Digest;
import io.jfs.image.oci.Descriptor;
import io.jfs.image.oci.ImageIndex;
import io.jfs.image.oci.Json;
import io.jfs.image.oci.MediaTypes;
import io.jfs.image.oci.Platform;
import io.jfs.testkit.TarBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** An image in memory, as the files of an OCI layout; each part may be spoiled before it is written. */
final class TestImage {
    final Map<String, byte[]> blobs = new LinkedHashMap<>();
    final List<Descriptor> layers = new ArrayList<>();
    final List<byte[]> tars = new ArrayList<>();
    ObjectNode config = Json.object();
    ObjectNode manifest = Json.object();

    /** @param tars uncompressed, bottom first; they are stored as gzip */
    static TestImage of(byte[]... tars) {
        TestImage image = new TestImage();
        Platform host = Platform.host();
        image.config.put("architecture", host.architecture()).put("os", host.os());
        image.config.putObject("config").putArray("Cmd").add("/bin/sh");
        image.config.put("created", "2024-05-06T07:08:09.123456789Z");
        ObjectNode rootfs = image.config.putObject("rootfs").put("type", "layers");
        rootfs.putArray("diff_ids");
        image.config.putArray("history");
        for (byte[] tar : tars) {
            image.addLayer(tar, gzip(tar), MediaTypes.OCI_LAYER_GZIP);
        }
        image.finish();
        return image;
    }

    static TestImage small() {
        return of(
                new TarBuilder()
                        .dir("etc")
                        .file("etc/hosts", "localhost\n")
                        .file("hello", "one\n")
                        .build(),
                new TarBuilder().file("hello", "two\n").whiteout("etc/hosts").build());
    }

    void addLayer(byte[] tar, byte[] blob, String mediaType) {
        tars.add(tar);
        config.withArray("/rootfs/diff_ids").add(Digest.sha256(tar).toString());
        config.withArray("/history").addObject().put("created_by", "RUN step " + tars.size());
        layers.add(addBlob(mediaType, blob));
    }

    Descriptor addBlob(String mediaType, byte[] content) {
        Digest digest = Digest.sha256(content);
        blobs.put("blobs/sha256/" + digest.hex(), content);
        return Descriptor.of(mediaType, digest, content.length);
    }

    /** Makes the manifest out of the configuration and the layers as they are now. */
    TestImage finish() {
        manifest = Json.object().put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_MANIFEST);
        manifest.set(
                "config", addBlob(MediaTypes.OCI_CONFIG, Json.bytes(config)).json());
        layers.forEach(layer -> manifest.withArray("/layers").add(layer.json()));
        return this;
    }

    Descriptor manifestDescriptor() {
        return addBlob(MediaTypes.OCI_MANIFEST, Json.bytes(manifest));
    }

    Digest id() {
        return Digest.sha256(Json.bytes(config));
    }

    /** The files of a layout in which the image has a name. */
    Map<String, byte[]> layout(String name) {
        Descriptor descriptor = manifestDescriptor();
        return layout(List.of(name.isEmpty() ? descriptor : descriptor.withAnnotation(Descriptor.REF_NAME, name)));
    }

    Map<String, byte[]> layout(List<Descriptor> entries) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8));
        files.put(
                "index.json",
                Json.bytes(ImageIndex.empty().withManifests(entries).json()));
        files.putAll(blobs);
        return files;
    }

    /** The files of a {@code docker save} archive of old. */
    Map<String, byte[]> dockerArchive(String tag) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        ObjectNode entry = Json.object().put("Config", id().hex() + ".json");
        entry.withArray("/RepoTags").add(tag);
        files.put(id().hex() + ".json", Json.bytes(config));
        for (int i = 0; i < tars.size(); i++) {
            files.put("layer" + i + "/layer.tar", tars.get(i));
            entry.withArray("/Layers").add("layer" + i + "/layer.tar");
        }
        files.put("manifest.json", Json.bytes(Json.array().add(entry)));
        return files;
    }

    static byte[] tar(Map<String, byte[]> files) {
        TarBuilder tar = new TarBuilder();
        files.forEach((name, content) -> tar.file(name, content, _ -> {}));
        return tar.build();
    }

    static Path write(Map<String, byte[]> files, Path directory) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = directory.resolve(file.getKey());
            Files.createDirectories(path.resolveSibling("."));
            Files.write(path, file.getValue());
        }
        return directory;
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }
}
