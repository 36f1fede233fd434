package io.jfs.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;

/** Shorthand of the tests for directories and small files. */
public final class Trees {
    private Trees() {}

    public static Fd directory(Path path) throws ErrnoException {
        return Open.open(path, Open.O_RDONLY | Open.O_DIRECTORY, 0);
    }

    public static Fd subdirectory(Fd dir, String name) throws ErrnoException {
        Links.mkdirAt(dir, name, 0755);
        return Open.openAt(dir, name, Open.O_RDONLY | Open.O_DIRECTORY, 0);
    }

    public static Fd newFile(Fd dir, String name) throws ErrnoException {
        return Open.openAt(dir, name, Open.O_RDWR | Open.O_CREAT | Open.O_EXCL, 0644);
    }

    public static void write(Fd dir, String name, String text) throws ErrnoException {
        byte[] bytes = text.getBytes(UTF_8);
        try (Fd file = Open.openAt(dir, name, Open.O_WRONLY | Open.O_CREAT | Open.O_TRUNC, 0644)) {
            FileIo.writeFully(file, bytes, 0, bytes.length);
        }
    }

    public static String read(Fd dir, String name) throws IOException {
        return readAll(Open.openAt(dir, name, Open.O_RDONLY | Open.O_NOFOLLOW, 0));
    }

    public static String readAll(Fd owned) throws IOException {
        try (var in = FileIo.inputStream(owned)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
