package io.jfs.union;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.linux.ErrnoException;
import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No index, however wrong, makes a union wrong or stop. */
@RequiresRoot
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DamagedIndexTest {
    private static final int MUTATIONS = Integer.getInteger("union.fuzz", 2000);
    private static final List<String> NAMES = List.of("a", "file", "missing");

    private Layering layers;
    private UnionOptions options;
    private Path file;
    private byte[] sound;

    @BeforeEach
    void make() throws IOException {
        layers = new Layering();
        for (int i = 0; i < 3; i++) {
            Path lower = layers.newLower();
            Files.createDirectories(lower.resolve("a/b" + i));
            Files.writeString(lower.resolve("a/file"), "x".repeat(i));
            Files.createSymbolicLink(lower.resolve("link" + i), Path.of("a/b0"));
        }
        file = layers.path("index");
        options = UnionOptions.readOnly(layers.lowers());
        LayerIndex.build(options, file);
        sound = Files.readAllBytes(file);
    }

    @AfterEach
    void remove() throws IOException {
        layers.close();
    }

    private List<String> dump() throws IOException {
        try (Union union = Union.open(options.withLayerIndex(file))) {
            return Everything.of(union, NAMES);
        }
    }

    @Test
    void what_is_damaged_is_looked_for_in_the_layers() throws IOException {
        List<String> expected = Everything.of(options, NAMES);
        Random random = new Random(1);
        for (int i = 0; i < MUTATIONS; i++) {
            Files.write(file, mutated(random));
            assertThat(dump()).as("mutation %d", i).isEqualTo(expected);
        }
    }

    private byte[] mutated(Random random) {
        byte[] bytes = sound.clone();
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(5)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt();
            case 2 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + random.nextInt(64)), (byte) 0);
            case 3 -> {
                return Arrays.copyOf(bytes, at);
            }
            default -> {
                int from = random.nextInt(bytes.length);
                int length = random.nextInt(bytes.length - Math.max(at, from));
                System.arraycopy(sound, from, bytes, at, length);
            }
        }
        return bytes;
    }

    @Test
    void what_a_forger_wrote_ends_and_stays_within_the_file() throws IOException {
        Random random = new Random(2);
        int used = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] forged = sound.clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                forge(forged, random);
            }
            seal(forged);
            Files.write(file, forged);
            try (Union union = Union.open(options.withLayerIndex(file))) {
                used += union.indexProblem().isEmpty() ? 1 : 0;
                walk(union, Union.ROOT, 0);
                assertThat(union.knownNodes()).isEqualTo(1);
            }
        }
        assertThat(used).isPositive();
    }

    private static void forge(byte[] bytes, Random random) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int at = random.nextInt(bytes.length - 8) & -4;
        int like = List.of(0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, bytes.length, bytes.length / 8, 1, 22)
                .get(random.nextInt(8));
        switch (random.nextInt(3)) {
            case 0 -> bytes[at] = (byte) random.nextInt();
            case 1 -> buffer.putInt(at, like);
            default -> buffer.putInt(at, buffer.getInt(random.nextInt(bytes.length - 8) & -4));
        }
    }

    /** Makes all checksums right, where there is something that looks like a directory. */
    private void seal(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int header = ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN).getInt(12);
        for (int at : directories(header)) {
            int length = buffer.getInt(at + 4);
            if (length >= 16 && length <= bytes.length - at) {
                buffer.putInt(at, sum(bytes, at + 4, length - 4));
            }
        }
        buffer.putInt(44, 0).putInt(44, sum(bytes, 0, header));
    }

    private List<Integer> directories(int first) {
        ByteBuffer buffer = ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN);
        List<Integer> starts = new ArrayList<>();
        for (int at = first; at < sound.length; at += buffer.getInt(at + 4)) {
            starts.add(at);
        }
        return starts;
    }

    private static int sum(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    /** Does everything; only what the layers lack may fail. */
    private static void walk(Union union, long node, int depth) throws IOException {
        assertThat(depth).isLessThan(20);
        List<String> names = new ArrayList<>(NAMES);
        union.readDirectory(node, 0, (name, inode, type, next) -> names.add(name.toString()));
        names.removeAll(List.of(".", ".."));
        for (String name : names) {
            Attributes out = new Attributes();
            long child = union.lookup(node, Name.of(name), out);
            if (child == 0) {
                continue;
            }
            try {
                union.listXattrs(child);
                switch (out.type()) {
                    case SYMLINK -> union.readLink(child);
                    case DIRECTORY -> walk(union, child, depth + 1);
                    case REGULAR -> union.read(child, Union.NO_HANDLE, 0, ByteBuffer.allocate(10));
                    default -> {}
                }
            } catch (ErrnoException e) {
                assertThat(e.errno().name()).isIn("ENOENT", "ENOTDIR", "EINVAL", "ELOOP", "ENXIO", "ENAMETOOLONG");
            } finally {
                union.forget(child, 1);
            }
        }
    }

    @Test
    void an_index_of_another_state_is_refused() throws IOException {
        Path lower = layers.lowers().get(1);
        Files.setLastModifiedTime(lower, FileTime.fromMillis(1));
        refused("is of another state of layer 2");
    }

    @Test
    void an_index_of_other_layers_or_marks_is_refused() throws IOException {
        List<Path> lowers = layers.lowers();
        refused(options.withXattrs(XattrMode.USER), "was made with other marks");
        refused(options.withAufsMarks(!options.aufsMarks()), "was made with other marks");
        refused(UnionOptions.readOnly(lowers.subList(0, 2)), "is of 3 layers, not 2");
        refused(UnionOptions.readOnly(lowers.reversed()), "is of another state of layer 1");
    }

    @Test
    void what_is_no_index_is_refused() throws IOException {
        Files.delete(file);
        assertThat(problem(options)).contains("ENOENT");
        Files.createDirectory(file);
        refused("is no index");
        Files.delete(file);
        Files.write(file, new byte[1000]);
        refused("is no index");
        byte[] next = sound.clone();
        next[8]++;
        Files.write(file, next);
        refused("has version 2, not 1");
        Files.write(file, Arrays.copyOf(sound, sound.length - 8));
        refused("has " + (sound.length - 8) + " bytes, not " + sound.length);
    }

    private void refused(String reason) throws IOException {
        refused(options, reason);
    }

    private void refused(UnionOptions with, String reason) throws IOException {
        assertThat(LayerIndex.problem(with, file).orElse("")).isEqualTo("index " + file + " " + reason);
        assertThat(problem(with)).contains(reason);
    }

    private String problem(UnionOptions with) throws IOException {
        try (Union union = Union.open(with.withLayerIndex(file))) {
            assertThat(Everything.of(union, NAMES)).isEqualTo(Everything.of(with, NAMES));
            return union.indexProblem().orElse("");
        }
    }

    @Test
    void an_index_that_cannot_be_made_leaves_nothing() throws IOException {
        Path directory = Files.createDirectory(layers.path("in"));
        UnionOptions none = UnionOptions.readOnly(List.of(layers.path("no such layer")));
        assertThatThrownBy(() -> LayerIndex.build(none, directory.resolve("x")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no such layer");
        assertThat(directory).isEmptyDirectory();
    }
}
