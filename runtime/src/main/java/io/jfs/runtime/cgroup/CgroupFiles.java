package io.jfs.runtime.cgroup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Reads and writes the files of cgroups. Errors name the file and the value. */
final class CgroupFiles {
    private CgroupFiles() {}

    static void write(Path file, String value) throws IOException {
        try {
            // One write(2), and no O_CREAT: cgroupfs would answer EPERM for a file that it does not have.
            Files.write(file, value.getBytes(StandardCharsets.UTF_8), StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException("cannot write \"" + value.strip() + "\" to " + file + ": " + reason(e, file), e);
        }
    }

    private static String reason(IOException e, Path file) {
        String message = String.valueOf(e.getMessage());
        return message.startsWith(file + ": ")
                ? message.substring(file.toString().length() + 2)
                : message;
    }

    static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8).strip();
    }

    /** A number; empty if the file is missing or says {@code max}. */
    static OptionalLong number(Path file) throws IOException {
        try {
            String text = read(file);
            return text.startsWith("max") ? OptionalLong.empty() : OptionalLong.of(Long.parseUnsignedLong(text));
        } catch (NoSuchFileException _) {
            return OptionalLong.empty();
        } catch (NumberFormatException e) {
            throw new IOException(file + " has no number", e);
        }
    }

    /** Lines {@code KEY VALUE}; empty if the file is missing. */
    static Map<String, Long> table(Path file) throws IOException {
        Map<String, Long> table = new HashMap<>();
        String text;
        try {
            text = read(file);
        } catch (NoSuchFileException _) {
            return table;
        }
        for (String line : text.split("\n", -1)) {
            int space = line.lastIndexOf(' ');
            if (space > 0 && line.matches(".* [0-9]+")) {
                table.put(line.substring(0, space), Long.parseUnsignedLong(line, space + 1, line.length(), 10));
            }
        }
        return table;
    }
}
