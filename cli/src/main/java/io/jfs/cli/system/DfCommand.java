package io.jfs.cli.system;

import static io.jfs.cli.output.Column.left;

import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.command.ListOptions;
import io.jfs.cli.output.HumanAge;
import io.jfs.cli.output.HumanSize;
import io.jfs.cli.output.Listing;
import io.jfs.cli.session.Session;
import io.jfs.core.SnapshotInfo;
import io.jfs.core.SnapshotKey;
import io.jfs.core.SnapshotKind;
import io.jfs.core.store.Filter;
import io.jfs.core.store.SnapshotStore;
import io.jfs.image.Image;
import io.jfs.image.ImageDiskUsage;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        description = "Show what images (as archives) and snapshots (unpacked, by driver) occupy.",
        footer = {"", "Example:", "  jfs system df -v"})
final class DfCommand extends JfsCommand {
    @Mixin
    ListOptions list = new ListOptions();

    @Option(
            names = {"-v", "--verbose"},
            description = "Each image: what it shares with others, and what it does not")
    boolean verbose;

    DfCommand(Session session) {
        super(session);
    }

    /** Sums of one row. */
    private record Row(String type, long total, long active, long bytes, long reclaimable) {}

    @Override
    protected void run() throws IOException {
        boolean exists = session.hasImages();
        ImageDiskUsage images = exists ? session.images().diskUsage() : new ImageDiskUsage(List.of(), 0, 0);
        if (verbose) {
            images(images);
            return;
        }
        Set<SnapshotKey> parents = new HashSet<>();
        List<Row> rows = new ArrayList<>();
        for (String driver : session.driversInUse()) {
            rows.add(snapshots(driver, images, parents));
        }
        long active = images.images().stream()
                .filter(row -> parents.contains(row.image().topSnapshot()))
                .count();
        rows.addFirst(
                new Row("Images", images.images().size(), active, images.totalBytes(), images.reclaimableBytes()));
        list.print(
                out(),
                new Listing(
                        List.of(
                                left("Type", "TYPE"),
                                left("TotalCount", "TOTAL"),
                                left("Active", "ACTIVE"),
                                left("Size", "SIZE"),
                                left("Reclaimable", "RECLAIMABLE")),
                        rows.stream().map(DfCommand::fields).toList()),
                "Type");
    }

    /** Reclaimable is what prune takes: unpacked layers, named by their chain, of no image and below no snapshot. */
    private Row snapshots(String driver, ImageDiskUsage images, Set<SnapshotKey> parents) throws IOException {
        SnapshotStore store = session.snapshots(driver);
        List<SnapshotInfo> all = new ArrayList<>();
        store.walk(Filter.ALL, all::add);
        Set<SnapshotKey> needed = new HashSet<>();
        for (ImageDiskUsage.Row row : images.images()) {
            row.image().chain().forEach(chain -> needed.add(SnapshotKey.of(chain)));
        }
        Set<SnapshotKey> withChildren = new HashSet<>();
        all.forEach(info -> info.parent().ifPresent(withChildren::add));
        long active = 0;
        long bytes = 0;
        long reclaimable = 0;
        for (SnapshotInfo info : all) {
            long size = store.usage(info.key()).bytes();
            bytes += size;
            if (info.kind() != SnapshotKind.COMMITTED) {
                active++;
                info.parent().ifPresent(parents::add);
            } else if (info.key().text().matches("sha256:[0-9a-f]{64}")
                    && !needed.contains(info.key())
                    && !withChildren.contains(info.key())) {
                reclaimable += size;
            }
        }
        return new Row("Snapshots (" + driver + ")", all.size(), active, bytes, reclaimable);
    }

    private static Map<String, Object> fields(Row row) {
        long percent = row.bytes() == 0 ? 0 : 100 * row.reclaimable() / row.bytes();
        return Listing.fields(
                "Type", row.type(),
                "TotalCount", row.total(),
                "Active", row.active(),
                "Size", HumanSize.of(row.bytes(), 4),
                "SizeBytes", row.bytes(),
                "Reclaimable",
                        HumanSize.of(row.reclaimable(), 4) + (row.reclaimable() > 0 ? " (" + percent + "%)" : ""),
                "ReclaimableBytes", row.reclaimable());
    }

    private void images(ImageDiskUsage usage) {
        List<Map<String, Object>> records = new ArrayList<>();
        for (ImageDiskUsage.Row row : usage.images()) {
            Image image = row.image();
            records.add(Listing.fields(
                    "Image", image.references().isEmpty() ? "<none>" : image.displayName(),
                    "ID", list.truncates() ? image.id().shortHex() : image.id().toString(),
                    "CreatedSince", HumanAge.since(image.created().orElse(Instant.EPOCH), session.now()),
                    "Size", HumanSize.of(image.contentSize()),
                    "SharedSize", HumanSize.of(row.sharedBytes()),
                    "UniqueSize", HumanSize.of(row.uniqueBytes())));
        }
        list.print(
                out(),
                new Listing(
                        List.of(
                                left("Image", "IMAGE"),
                                left("ID", "IMAGE ID"),
                                left("CreatedSince", "CREATED"),
                                left("Size", "SIZE"),
                                left("SharedSize", "SHARED SIZE"),
                                left("UniqueSize", "UNIQUE SIZE")),
                        records),
                "ID");
    }
}
