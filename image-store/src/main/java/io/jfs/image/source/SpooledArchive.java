package io.jfs.image.source;

import io.jfs.image.layout.IngestSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An archive that can be read only once, such as a pipe or a compressed file: every entry becomes a file of the
 * session.
 */
final class SpooledArchive implements Contents {
    private static final int BUFFER = 256 << 10;

    private final ArchiveNames names;

    private SpooledArchive(ArchiveNames names) {
        this.names = names;
    }

    /** Reads the archive to its end, so that whoever writes into a pipe is not cut off. */
    static SpooledArchive read(InputStream in, String what, IngestSession session) throws IOException {
        ArchiveNames names = new ArchiveNames(what);
        OuterTar tar = new OuterTar(in, what);
        byte[] buffer = new byte[BUFFER];
        for (Optional<OuterTar.Entry> next = tar.next(); next.isPresent(); next = tar.next()) {
            OuterTar.Entry entry = next.get();
            Path file = session.newFile();
            if (entry.isRegular()) {
                spool(tar, file, buffer);
            }
            names.add(entry, new Spooled(file, entry.size()));
        }
        in.transferTo(OutputStream.nullOutputStream());
        return new SpooledArchive(names);
    }

    private static void spool(OuterTar tar, Path file, byte[] buffer) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int count = tar.read(buffer); count >= 0; count = tar.read(buffer)) {
                out.write(buffer, 0, count);
            }
        }
    }

    @Override
    public Optional<Content> find(String name) throws IOException {
        return names.find(name);
    }

    private record Spooled(Path file, long size) implements Content {
        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(file);
        }

        @Override
        public Optional<Path> ownFile() {
            return Optional.of(file);
        }
    }
}
