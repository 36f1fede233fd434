package io.jfs.image.source;

import io.jfs.image.oci.InvalidImageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * A directory. Symbolic links to regular files are followed, since build tools assemble layouts of them; what a link
 * leads to still has to match a digest. Anything that could block, such as a FIFO, is refused.
 */
final class DirectoryContents implements Contents {
    private final Path directory;

    DirectoryContents(Path directory) {
        this.directory = directory;
    }

    @Override
    public Optional<Content> find(String name) throws IOException {
        Path file = directory.resolve(name);
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(file, BasicFileAttributes.class);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
        if (!attributes.isRegularFile()) {
            throw new InvalidImageException(file + " is not a regular file");
        }
        return Optional.of(new PlainFile(file));
    }

    private record PlainFile(Path file) implements Content {
        @Override
        public long size() throws IOException {
            return Files.size(file);
        }

        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(file);
        }
    }
}
