package io.jfs.union.index;

import static io.jfs.union.index.DirectoryLayout.ENTRY_BYTES;
import static io.jfs.union.index.DirectoryLayout.LAYER;
import static io.jfs.union.index.DirectoryLayout.MODE;
import static io.jfs.union.index.DirectoryLayout.MORE;
import static io.jfs.union.index.DirectoryLayout.NAME;
import static io.jfs.union.index.DirectoryLayout.NAME_LENGTH;
import static io.jfs.union.index.DirectoryLayout.NO_PATH;
import static io.jfs.union.index.DirectoryLayout.PLACES;
import static io.jfs.union.index.DirectoryLayout.PLACE_BYTES;
import static io.jfs.union.index.DirectoryLayout.PLACE_LAYER;
import static io.jfs.union.index.DirectoryLayout.PLACE_PATH;
import static io.jfs.union.index.DirectoryLayout.PLACE_PATH_LENGTH;
import static io.jfs.union.index.DirectoryLayout.TARGET_LENGTH;

import io.jfs.linux.NativePath;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Checks a directory of a file that anybody may have written: its sum, and then that everything in it lies within it
 * and makes sense, so that who reads it later needs to check nothing.
 */
final class DirectoryCheck {
    private static final int SUM_BYTES = 4;
    private static final int DEVICE_BYTES = 8;
    private static final int TYPE_MASK = 0170000;

    private final ByteBuffer bytes;
    private final int layers;
    private long dataStart;

    DirectoryCheck(ByteBuffer bytes, int layers) {
        this.bytes = bytes;
        this.layers = layers;
    }

    private static void require(boolean condition, String what) throws IndexRefusedException {
        if (!condition) {
            throw new IndexRefusedException("has a damaged directory: " + what);
        }
    }

    /** @param position where in the file it is */
    IndexDirectory read(IndexFile file, long position) throws IndexRefusedException {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(SUM_BYTES, bytes.limit() - SUM_BYTES));
        require((int) crc.getValue() == bytes.getInt(DirectoryLayout.CRC), "checksum");
        long count = Integer.toUnsignedLong(bytes.getInt(DirectoryLayout.COUNT));
        long placeCount = Integer.toUnsignedLong(bytes.getInt(DirectoryLayout.PLACE_COUNT));
        dataStart = DirectoryLayout.dataStart(placeCount, count);
        require(placeCount > 0 && dataStart <= bytes.limit(), "length");
        List<Place> places = places((int) placeCount);
        BitSet held = new BitSet();
        places.forEach(place -> held.set(place.layer()));
        int entries = (int) dataStart - (int) count * ENTRY_BYTES;
        for (int i = 0; i < count; i++) {
            entry(entries + i * ENTRY_BYTES, held);
        }
        return new IndexDirectory(file, position, bytes, (int) count, entries, (int) dataStart, places);
    }

    private boolean isInData(int start, int length) {
        return start >= 0 && length >= 0 && dataStart + start + length <= bytes.limit();
    }

    private List<Place> places(int count) throws IndexRefusedException {
        List<Place> places = new ArrayList<>();
        int before = 0;
        for (int i = 0; i < count; i++) {
            int at = PLACES + i * PLACE_BYTES;
            int layer = bytes.getInt(at + PLACE_LAYER);
            require(layer > before && layer <= layers, "layers");
            before = layer;
            places.add(new Place(layer, path(bytes.getInt(at + PLACE_PATH), bytes.getInt(at + PLACE_PATH_LENGTH))));
        }
        return List.copyOf(places);
    }

    private Optional<String> path(int start, int length) throws IndexRefusedException {
        if (start == NO_PATH) {
            return Optional.empty();
        }
        require(isInData(start, length), "path");
        byte[] path = new byte[length];
        bytes.get((int) dataStart + start, path);
        String text = NativePath.decode(path);
        require(text.startsWith("/"), "path");
        for (String part : text.substring(1).split("/", -1)) {
            require(!part.isEmpty() && !part.equals(".") && !part.equals(".."), "path");
        }
        return Optional.of(text);
    }

    private void entry(int at, BitSet held) throws IndexRefusedException {
        require(held.get(bytes.getShort(at + LAYER) & 0xffff), "layer");
        name(bytes.getInt(at + NAME), bytes.get(at + NAME_LENGTH) & 0xff);
        int more = bytes.getInt(at + MORE);
        switch (bytes.getShort(at + MODE) & TYPE_MASK) {
            case 0100000, 0010000, 0140000, 0040000 -> {} // a directory's reference is checked when it is used
            case 0120000 -> require(isInData(more, bytes.getShort(at + TARGET_LENGTH) & 0xffff), "target");
            case 0020000, 0060000 -> require(isInData(more, DEVICE_BYTES), "device");
            default -> require(false, "type");
        }
    }

    private void name(int start, int length) throws IndexRefusedException {
        require(length > 0 && isInData(start, length), "name");
        int at = (int) dataStart + start;
        boolean dots = length <= 2;
        for (int i = 0; i < length; i++) {
            byte b = bytes.get(at + i);
            require(b != '/' && b != 0, "name");
            dots &= b == '.';
        }
        require(!dots, "name");
    }
}
