package io.jfs.runtime.container;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The names of containers: symbolic links to IDs in one directory, so that a name is taken by one alone. */
final class Names {
    private static final Pattern SYNTAX = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");
    private static final int MAX_LENGTH = 200;
    private static final int ID_BYTES = 32;
    private static final int GENERATED_TRIES = 100;
    private static final List<String> FIRST = List.of(
            "able", "brave", "calm", "clever", "eager", "fair", "gentle", "happy", "keen", "kind", "lively", "lucky",
            "merry", "modest", "nimble", "patient", "polite", "proud", "quick", "quiet", "sharp", "sincere", "sturdy",
            "swift", "tidy", "upbeat", "vivid", "warm", "wise", "witty");
    private static final List<String> SECOND = List.of(
            "badger", "beaver", "bison", "crane", "dolphin", "falcon", "ferret", "finch", "gecko", "heron", "ibis",
            "jackal", "koala", "lemur", "lynx", "marten", "mole", "newt", "otter", "owl", "panda", "puffin", "raven",
            "robin", "seal", "shrew", "stoat", "swan", "tapir", "wren");
    /** The kernel's; the JDK's own generator takes milliseconds to be set up. */
    private static final Path RANDOM = Path.of("/dev/urandom");

    private final Path directory;

    Names(Path containers) {
        this.directory = containers.resolve("names");
    }

    static String newId() throws IOException {
        return HexFormat.of().formatHex(random(ID_BYTES));
    }

    private static byte[] random(int count) throws IOException {
        try (InputStream in = Files.newInputStream(RANDOM)) {
            return in.readNBytes(count);
        }
    }

    /** @throws ContainerException if it is no name, or another container's */
    void take(String name, String id) throws IOException {
        if (name.length() > MAX_LENGTH || !SYNTAX.matcher(name).matches()) {
            throw new ContainerException(
                    "invalid container name (" + name + "), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
        }
        Files.createDirectories(directory);
        try {
            Files.createSymbolicLink(directory.resolve(name), Path.of(id));
        } catch (FileAlreadyExistsException e) {
            throw new ContainerException(
                    "the container name \"" + name + "\" is already in use by container "
                            + find(name).orElse("?"),
                    e);
        }
    }

    /** Takes a name that nobody has. */
    String takeAny(String id) throws IOException {
        for (int i = 0; ; i++) {
            ByteBuffer random = ByteBuffer.wrap(random(3 * Short.BYTES));
            String name = FIRST.get(below(FIRST.size(), random)) + "_" + SECOND.get(below(SECOND.size(), random))
                    + (i == 0 ? "" : below(1000, random));
            try {
                take(name, id);
                return name;
            } catch (ContainerException e) {
                if (i == GENERATED_TRIES) {
                    throw e;
                }
            }
        }
    }

    private static int below(int limit, ByteBuffer random) {
        return Short.toUnsignedInt(random.getShort()) % limit;
    }

    Optional<String> find(String name) throws IOException {
        if (!SYNTAX.matcher(name).matches()) {
            return Optional.empty();
        }
        Path link = directory.resolve(name);
        return Files.isSymbolicLink(link)
                ? Optional.of(Files.readSymbolicLink(link).toString())
                : Optional.empty();
    }

    void release(String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name));
    }
}
