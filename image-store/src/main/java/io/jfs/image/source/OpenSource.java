package io.jfs.image.source;

import io.jfs.core.Digest;
import io.jfs.core.layer.Compression;
import io.jfs.core.layer.LayerLimits;
import io.jfs.image.layout.IngestSession;
import io.jfs.image.layout.LayoutVersion;
import io.jfs.image.oci.Descriptor;
import io.jfs.image.oci.InvalidImageException;
import io.jfs.image.oci.Json;
import io.jfs.image.oci.MediaTypes;
import io.jfs.image.oci.Platform;
import io.jfs.image.transport.ImageSource;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A source with its images read; their layers can be read until it is closed. */
public final class OpenSource implements Closeable {
    private static final int PEEK = 512;

    private final Contents contents;
    private final List<SourceImage> images;

    private OpenSource(Contents contents, List<SourceImage> images) {
        this.contents = contents;
        this.images = images;
    }

    /**
     * Opens a source and reads the documents of its images.
     *
     * @param session where an archive that can be read only once is kept meanwhile
     * @param platform as in {@link io.jfs.image.LoadOptions}
     */
    public static OpenSource open(
            ImageSource source, IngestSession session, Optional<Platform> platform, LayerLimits limits)
            throws IOException {
        return switch (source) {
            case ImageSource.OciLayout(Path directory, Optional<String> name) ->
                of(new DirectoryContents(directory), Kind.OCI, name, platform, directory);
            case ImageSource.SkopeoDirectory(Path directory) ->
                of(new DirectoryContents(directory), Kind.SKOPEO, Optional.empty(), platform, directory);
            case ImageSource.OciArchive(Path file, Optional<String> name) ->
                of(archive(file, session, limits), Kind.OCI, name, platform, file);
            case ImageSource.DockerArchive(Path file, Optional<String> reference) ->
                of(archive(file, session, limits), Kind.DOCKER, reference, platform, file);
            case ImageSource.Sniffed(Path path)
            when Files.isDirectory(path) -> {
                Kind kind = Files.exists(path.resolve("index.json")) ? Kind.OCI : Kind.SKOPEO;
                yield of(new DirectoryContents(path), kind, Optional.empty(), platform, path);
            }
            case ImageSource.Sniffed(Path path) ->
                of(archive(path, session, limits), Kind.ANY_ARCHIVE, Optional.empty(), platform, path);
            case ImageSource.Stream(InputStream in, String name) ->
                of(stream(in, name, session, limits), Kind.ANY_ARCHIVE, Optional.empty(), platform, name, "");
        };
    }

    private enum Kind {
        OCI,
        DOCKER,
        SKOPEO,
        ANY_ARCHIVE
    }

    private static Contents archive(Path file, IngestSession session, LayerLimits limits) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (Files.isRegularFile(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                if (OuterTar.looksLikeTar(in.readNBytes(PEEK))) {
                    return SeekableArchive.open(file);
                }
            }
        }
        try (InputStream in = Files.newInputStream(file)) {
            return stream(in, file.toString(), session, limits);
        }
    }

    private static Contents stream(InputStream in, String name, IngestSession session, LayerLimits limits)
            throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16);
        buffered.mark(PEEK);
        byte[] start = buffered.readNBytes(PEEK);
        buffered.reset();
        Compression compression = Compression.detect(start);
        if (compression == Compression.NONE && !OuterTar.looksLikeTar(start)) {
            String hint =
                    start.length >= 6 && start[0] == (byte) 0xfd && start[1] == '7' ? ": xz is not supported" : "";
            throw new InvalidImageException(name + " is not an image archive" + hint);
        }
        return SpooledArchive.read(compression.decompress(buffered, limits), name, session);
    }

    private static OpenSource of(
            Contents contents, Kind kind, Optional<String> name, Optional<Platform> platform, Path path)
            throws IOException {
        Path last = path.toAbsolutePath().normalize().getFileName();
        return of(contents, kind, name, platform, path.toString(), String.valueOf(last));
    }

    private static OpenSource of(
            Contents contents,
            Kind kind,
            Optional<String> name,
            Optional<Platform> platform,
            String source,
            String fileName)
            throws IOException {
        try {
            return new OpenSource(contents, read(contents, kind, name, platform, source, fileName));
        } catch (IOException | RuntimeException e) {
            contents.close();
            throw e;
        }
    }

    private static List<SourceImage> read(
            Contents contents,
            Kind kind,
            Optional<String> name,
            Optional<Platform> platform,
            String source,
            String fileName)
            throws IOException {
        if (kind == Kind.SKOPEO) {
            return readSkopeo(contents, platform, source, fileName);
        }
        Documents documents = new Documents(contents, OpenSource::blobName, source);
        Optional<byte[]> manifest = kind == Kind.OCI ? Optional.empty() : documents.byName("manifest.json");
        Optional<byte[]> index = kind == Kind.DOCKER ? Optional.empty() : documents.byName("index.json");
        if (index.isPresent()) {
            Optional<byte[]> version = documents.byName(LayoutVersion.FILE);
            if (version.isPresent()) {
                LayoutVersion.require(version.get(), source + ": " + LayoutVersion.FILE);
            }
            ImageNames names = new ImageNames(fileName);
            if (manifest.isPresent()) {
                DockerReader.collectNames(manifest.get(), names, source);
            }
            return new OciReader(documents, platform, names, source).read(index.get(), name);
        }
        if (manifest.isPresent()) {
            return new DockerReader(contents, documents, source).read(manifest.get(), name, platform);
        }
        throw new InvalidImageException(source
                + switch (kind) {
                    case OCI -> " is not an OCI image layout: it has no index.json";
                    case DOCKER -> " is not a Docker archive: it has no manifest.json";
                    default -> " is not an image archive: it has neither index.json nor manifest.json";
                });
    }

    private static String blobName(Descriptor blob) {
        return "blobs/" + blob.digest().algorithm() + "/" + blob.digest().hex();
    }

    /** Skopeo's {@code dir:} keeps one manifest, whose digest nothing states, and blobs by their bare hex digits. */
    private static List<SourceImage> readSkopeo(
            Contents contents, Optional<Platform> platform, String source, String fileName) throws IOException {
        Documents documents = new Documents(contents, blob -> blob.digest().hex(), source);
        byte[] text = documents
                .byName("manifest.json")
                .orElseThrow(() -> new InvalidImageException(source + " is not an image: it has no manifest.json"));
        String type = Json.parseObject(text, source + ": manifest.json")
                .path("mediaType")
                .asText(MediaTypes.OCI_MANIFEST);
        Descriptor descriptor = Descriptor.of(type, Digest.sha256(text), text.length);
        // The manifests of an index lie beside it as <hex>.manifest.json.
        Contents byHex = hex -> {
            Optional<Content> plain =
                    contents.find(hex.equals(descriptor.digest().hex()) ? "manifest.json" : hex);
            return plain.isPresent() ? plain : contents.find(hex + ".manifest.json");
        };
        Documents blobs = new Documents(byHex, blob -> blob.digest().hex(), source);
        Descriptor chosen = new PlatformChoice(blobs, platform).choose(descriptor);
        return List.of(new OciReader(blobs, platform, new ImageNames(fileName), source).read(chosen, List.of()));
    }

    /** The images, their documents verified. */
    public List<SourceImage> images() {
        return images;
    }

    @Override
    public void close() throws IOException {
        contents.close();
    }
}
