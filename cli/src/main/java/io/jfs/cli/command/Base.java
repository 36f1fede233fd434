package io.jfs.cli.command;

import io.jfs.cli.session.CommandException;
import io.jfs.cli.session.Session;
import io.jfs.cli.session.UsageException;
import io.jfs.core.SnapshotInfo;
import io.jfs.core.SnapshotKey;
import io.jfs.core.SnapshotKind;
import io.jfs.core.store.Filter;
import io.jfs.core.store.SnapshotStore;
import io.jfs.image.Image;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A committed snapshot to look at or to build on, found by what a person typed: an image, {@code IMAGE@N} for its
 * lowest N layers, a committed snapshot's name, or the beginning of a layer's ID.
 *
 * @param snapshot the committed snapshot
 * @param image the image that it is the whole of; empty for a single layer or a part
 */
public record Base(SnapshotKey snapshot, Optional<Image> image) {
    /** The label that says which image a snapshot was made from. */
    public static final String IMAGE_LABEL = "io.jfs.image";

    private static final int MIN_PREFIX = 4;

    /** {@code IMAGE@N}; a digest after the @ has a colon. */
    private static final Pattern PART_OF_IMAGE = Pattern.compile("(.+)@(\\d{1,9})");

    /** The labels of a snapshot made on top. */
    public Map<String, String> labels() {
        return image.map(made -> Map.of(IMAGE_LABEL, made.id().toString())).orElse(Map.of());
    }

    /**
     * Finds it; an image's layers are unpacked if they are not yet.
     *
     * @param upTo take only so many layers of an image, from the bottom
     * @throws IOException if there is nothing of this name
     */
    public static Base resolve(Session session, SnapshotStore store, String text, OptionalInt upTo) throws IOException {
        Optional<Image> image = Arguments.findImage(session, text);
        if (image.isPresent()) {
            return ofImage(session, store, image.get(), upTo);
        }
        Matcher part = PART_OF_IMAGE.matcher(text);
        if (upTo.isEmpty() && part.matches()) {
            Optional<Image> whole = Arguments.findImage(session, part.group(1));
            if (whole.isPresent()) {
                return ofImage(session, store, whole.get(), OptionalInt.of(Integer.parseInt(part.group(2))));
            }
        }
        if (upTo.isPresent()) {
            throw new UsageException("--upto counts the layers of an image, and " + text + " is none");
        }
        return findSnapshot(session, store, text)
                .orElseThrow(() -> CommandException.failed(
                        text + ": there is no image, layer or snapshot of this name",
                        "see 'jfs images', 'jfs layer ls' and 'jfs snapshot ls'"));
    }

    private static Base ofImage(Session session, SnapshotStore store, Image image, OptionalInt upTo)
            throws IOException {
        int layers = image.diffIds().size();
        if (upTo.isPresent() && (upTo.getAsInt() < 1 || upTo.getAsInt() > layers)) {
            throw new UsageException(
                    upTo.getAsInt() + " layers from the bottom: " + image.displayName() + " has " + layers + " layers");
        }
        SnapshotKey top = session.images().unpack(image, store, session.progress());
        session.endProgress();
        int count = upTo.orElse(layers);
        return count == layers
                ? new Base(top, Optional.of(image))
                : new Base(SnapshotKey.of(image.chain().get(count - 1)), Optional.empty());
    }

    private static Optional<Base> findSnapshot(Session session, SnapshotStore store, String text) throws IOException {
        Optional<SnapshotInfo> exact =
                store.find(Arguments.key(text)).filter(found -> found.kind() == SnapshotKind.COMMITTED);
        if (exact.isPresent()) {
            return Optional.of(new Base(exact.get().key(), Optional.empty()));
        }
        String hex = text.substring(text.indexOf(':') + 1);
        if (hex.length() < MIN_PREFIX || !hex.matches("[0-9a-f]+")) {
            return Optional.empty();
        }
        List<SnapshotKey> matches = layers(session, store, hex);
        if (matches.size() > 1) {
            throw CommandException.failed(text + ": ambiguous, it could be "
                    + String.join(", ", matches.stream().map(SnapshotKey::text).toList()));
        }
        return matches.stream().findFirst().map(key -> new Base(key, Optional.empty()));
    }

    /** Unpacked layers whose chain ID, or whose own ID, begins so. */
    private static List<SnapshotKey> layers(Session session, SnapshotStore store, String hex) throws IOException {
        Map<SnapshotKey, String> diffIds = diffIds(session);
        List<SnapshotKey> matches = new ArrayList<>();
        store.walk(Filter.ALL, info -> {
            String name = info.key().text();
            boolean matching = name.substring(name.indexOf(':') + 1).startsWith(hex)
                    || diffIds.getOrDefault(info.key(), "").startsWith(hex);
            if (info.kind() == SnapshotKind.COMMITTED && matching) {
                matches.add(info.key());
            }
        });
        return matches;
    }

    /** The hexadecimal digits of the uncompressed layer, by the snapshot that it is the top of. */
    public static Map<SnapshotKey, String> diffIds(Session session) throws IOException {
        Map<SnapshotKey, String> diffIds = new HashMap<>();
        if (session.hasImages()) {
            for (Image image : session.images().images()) {
                for (int i = 0; i < image.diffIds().size(); i++) {
                    diffIds.put(
                            SnapshotKey.of(image.chain().get(i)),
                            image.diffIds().get(i).digest().hex());
                }
            }
        }
        return diffIds;
    }
}
