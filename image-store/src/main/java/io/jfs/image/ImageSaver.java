package io.jfs.image;

import io.jfs.core.ProgressListener;
import io.jfs.image.layout.Layout;
import io.jfs.image.oci.Descriptor;
import io.jfs.image.target.ArchiveWriter;
import io.jfs.image.target.LayoutWriter;
import io.jfs.image.target.SavedImage;
import io.jfs.image.transport.ArchiveFormat;
import io.jfs.image.transport.ImageTarget;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/** Writes images out of the store. */
final class ImageSaver {
    private static final int BUFFER = 256 << 10;

    private final Layout layout;
    private final ProgressListener progress;

    ImageSaver(Layout layout, ProgressListener progress) {
        this.layout = layout;
        this.progress = progress;
    }

    void save(List<Image> images, ImageTarget target) throws IOException {
        if (images.isEmpty()) {
            throw new IllegalArgumentException("there is no image to save");
        }
        List<SavedImage> saved = images.stream()
                .map(image ->
                        new SavedImage(image.references(), image.descriptor(), image.manifest(), image.platform()))
                .toList();
        switch (target) {
            case ImageTarget.OciLayout(Path directory, Optional<String> name) -> {
                if (name.isPresent() && saved.size() != 1) {
                    throw new IllegalArgumentException("only one image can be named " + name.get());
                }
                new LayoutWriter(directory, this::open, progress).write(saved, name);
            }
            case ImageTarget.Stream(OutputStream out, ArchiveFormat format) ->
                writer(saved, format).write(new BufferedOutputStream(out, BUFFER));
            case ImageTarget.Archive(Path file, ArchiveFormat format) -> {
                if (Files.exists(file) && !Files.isRegularFile(file)) {
                    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER)) {
                        writer(saved, format).write(out);
                    }
                } else {
                    replace(file, writer(saved, format));
                }
            }
        }
    }

    private ArchiveWriter writer(List<SavedImage> images, ArchiveFormat format) {
        return new ArchiveWriter(images, this::open, format, progress);
    }

    private InputStream open(Descriptor blob) throws IOException {
        return Channels.newInputStream(layout.open(blob));
    }

    private static void replace(Path file, ArchiveWriter writer) throws IOException {
        Path directory = file.toAbsolutePath().resolveSibling(".").normalize();
        Path temporary = Files.createTempFile(directory, "." + file.getFileName() + "-", ".new");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary), BUFFER)) {
                writer.write(out);
            }
            // A temporary file is private; an archive is as public as any new file with the usual mask.
            Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
