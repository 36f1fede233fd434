package io.jfs.cli.image;

import io.jfs.cli.output.Column.Align;
import io.jfs.cli.output.HumanSize;
import io.jfs.cli.output.Table;
import io.jfs.cli.session.Session;
import io.jfs.core.SnapshotInfo;
import io.jfs.core.SnapshotKey;
import io.jfs.core.SnapshotKind;
import io.jfs.core.store.Filter;
import io.jfs.core.store.SnapshotStore;
import io.jfs.image.Image;
import io.jfs.image.oci.Reference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What docker's {@code images --tree} shows: under each name what its image occupies on disk, by platform. Disk usage
 * is the archives and the unpacked layers; what images share counts for each of them.
 */
final class ImageUsageTree {
    private static final String IN_USE = "U";

    private final Session session;
    private final boolean truncates;
    private final Map<SnapshotKey, Long> unpacked = new HashMap<>();
    private final Set<SnapshotKey> parents = new HashSet<>();

    ImageUsageTree(Session session, boolean truncates) {
        this.session = session;
        this.truncates = truncates;
    }

    List<String> lines(List<Image> images) throws IOException {
        for (String driver : session.driversInUse()) {
            snapshots(session.snapshots(driver));
        }
        Table table = new Table(List.of(Align.LEFT, Align.LEFT, Align.RIGHT, Align.RIGHT, Align.LEFT));
        table.add(List.of("IMAGE", "ID", "DISK USAGE", "CONTENT SIZE", "EXTRA"));
        images.forEach(image -> add(table, image));
        List<String> lines = new ArrayList<>();
        if (images.stream().anyMatch(this::isInUse)) {
            lines.add(IN_USE + ": in use by a mount or a snapshot");
        }
        lines.addAll(table.lines());
        return lines;
    }

    private void snapshots(SnapshotStore store) throws IOException {
        List<SnapshotInfo> all = new ArrayList<>();
        store.walk(Filter.ALL, all::add);
        for (SnapshotInfo info : all) {
            if (info.kind() == SnapshotKind.COMMITTED) {
                unpacked.merge(info.key(), store.usage(info.key()).bytes(), Long::sum);
            } else {
                info.parent().ifPresent(parents::add);
            }
        }
    }

    private void add(Table table, Image image) {
        List<String> names = image.references().isEmpty()
                ? List.of("<untagged>")
                : image.references().stream().map(Reference::familiar).toList();
        long content = image.contentSize();
        long disk = content
                + image.chain().stream()
                        .mapToLong(chain -> unpacked.getOrDefault(SnapshotKey.of(chain), 0L))
                        .sum();
        String id = truncates ? image.id().shortHex() : image.id().toString();
        String extra = isInUse(image) ? IN_USE : "";
        table.add(List.of(names.getFirst(), id, HumanSize.of(disk), HumanSize.of(content), extra));
        names.stream().skip(1).forEach(name -> table.add(List.of(name)));
        String manifest = truncates ? image.digest().shortHex() : image.digest().toString();
        table.add(List.of("└─ " + image.platform(), manifest, HumanSize.of(disk), HumanSize.of(content), extra));
    }

    private boolean isInUse(Image image) {
        return parents.contains(image.topSnapshot());
    }
}
