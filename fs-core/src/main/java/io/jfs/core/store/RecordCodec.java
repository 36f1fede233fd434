package io.jfs.core.store;

import io.jfs.core.SnapshotId;
import io.jfs.core.SnapshotKey;
import io.jfs.core.SnapshotKind;
import io.jfs.core.Usage;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A snapshot's record as bytes.
 *
 * <pre>
 * version     byte      1
 * kind        byte      1 active, 2 committed, 3 view
 * id          number
 * key         string    whole, since a long key is hashed in the database's key
 * parent      string    empty if there is none
 * ancestors   number    how many, then for each, nearest first, the signed difference to the one before (first: to id)
 * created     signed seconds, number nanoseconds
 * updated     signed seconds, number nanoseconds
 * usage       byte      0 unknown; 1, then number bytes, number inodes
 * labels      number    how many, then for each, sorted by key: string key, string value
 * </pre>
 *
 * <p>{@code number}, {@code signed} and {@code string} are those of {@link RecordWriter}.
 */
final class RecordCodec {
    private static final int VERSION = 1;

    private RecordCodec() {}

    static byte[] encode(SnapshotRecord record) {
        RecordWriter out = new RecordWriter();
        out.writeByte(VERSION);
        out.writeByte(kindCode(record.kind()));
        out.writeNumber(record.id().number());
        out.writeString(record.key().text());
        out.writeString(record.parent().map(SnapshotKey::text).orElse(""));
        writeAncestors(out, record);
        writeTime(out, record.created());
        writeTime(out, record.updated());
        record.usage().ifPresentOrElse(usage -> writeUsage(out, usage), () -> out.writeByte(0));
        writeLabels(out, record.labels());
        return out.toBytes();
    }

    /** @throws IOException if the bytes are no record of a version that this program knows */
    static SnapshotRecord decode(byte[] bytes) throws IOException {
        try {
            return read(new RecordReader(bytes));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new IOException("store metadata: a snapshot's record is damaged: " + e.getMessage(), e);
        }
    }

    private static SnapshotRecord read(RecordReader in) throws IOException {
        int version = in.readByte();
        if (version != VERSION) {
            throw new IOException("version " + version + " is unknown");
        }
        SnapshotKind kind = kind(in.readByte());
        SnapshotId id = new SnapshotId(in.readNumber());
        SnapshotKey key = new SnapshotKey(in.readString());
        Optional<SnapshotKey> parent =
                Optional.of(in.readString()).filter(text -> !text.isEmpty()).map(SnapshotKey::new);
        List<SnapshotId> ancestors = readAncestors(in, id);
        Instant created = readTime(in);
        Instant updated = readTime(in);
        Optional<Usage> usage =
                in.readByte() == 0 ? Optional.empty() : Optional.of(new Usage(in.readNumber(), in.readNumber()));
        Map<String, String> labels = readLabels(in);
        in.requireEnd();
        return new SnapshotRecord(key, id, kind, parent, ancestors, created, updated, usage, labels);
    }

    private static void writeAncestors(RecordWriter out, SnapshotRecord record) {
        out.writeNumber(record.ancestors().size());
        long previous = record.id().number();
        for (SnapshotId ancestor : record.ancestors()) {
            out.writeSigned(ancestor.number() - previous);
            previous = ancestor.number();
        }
    }

    private static List<SnapshotId> readAncestors(RecordReader in, SnapshotId id) throws IOException {
        int count = in.readCount();
        List<SnapshotId> ancestors = new ArrayList<>(count);
        long previous = id.number();
        for (int i = 0; i < count; i++) {
            previous += in.readSigned();
            ancestors.add(new SnapshotId(previous));
        }
        return ancestors;
    }

    private static void writeTime(RecordWriter out, Instant time) {
        out.writeSigned(time.getEpochSecond());
        out.writeNumber(time.getNano());
    }

    private static Instant readTime(RecordReader in) throws IOException {
        return Instant.ofEpochSecond(in.readSigned(), in.readNumber());
    }

    private static void writeUsage(RecordWriter out, Usage usage) {
        out.writeByte(1);
        out.writeNumber(usage.bytes());
        out.writeNumber(usage.inodes());
    }

    private static void writeLabels(RecordWriter out, Map<String, String> labels) {
        out.writeNumber(labels.size());
        new TreeMap<>(labels).forEach((key, value) -> {
            out.writeString(key);
            out.writeString(value);
        });
    }

    private static Map<String, String> readLabels(RecordReader in) throws IOException {
        int count = in.readCount();
        Map<String, String> labels = HashMap.newHashMap(count);
        for (int i = 0; i < count; i++) {
            labels.put(in.readString(), in.readString());
        }
        return labels;
    }

    private static int kindCode(SnapshotKind kind) {
        return switch (kind) {
            case ACTIVE -> 1;
            case COMMITTED -> 2;
            case VIEW -> 3;
        };
    }

    private static SnapshotKind kind(int code) throws IOException {
        return switch (code) {
            case 1 -> SnapshotKind.ACTIVE;
            case 2 -> SnapshotKind.COMMITTED;
            case 3 -> SnapshotKind.VIEW;
            default -> throw new IOException("kind " + code + " is unknown");
        };
    }
}
