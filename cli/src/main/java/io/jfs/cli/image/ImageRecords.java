package io.jfs.cli.image;

import static io.jfs.cli.output.Column.left;

import io.jfs.cli.output.Column;
import io.jfs.cli.output.HumanAge;
import io.jfs.cli.output.HumanSize;
import io.jfs.cli.output.Listing;
import io.jfs.image.Image;
import io.jfs.image.oci.Reference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Images as records: one per name, with docker's field names. */
final class ImageRecords {
    private static final String NONE = "<none>";

    private ImageRecords() {}

    static List<Column> columns(boolean digests) {
        List<Column> columns = new ArrayList<>(List.of(left("Repository", "REPOSITORY"), left("Tag", "TAG")));
        if (digests) {
            columns.add(left("Digest", "DIGEST"));
        }
        columns.addAll(List.of(left("ID", "IMAGE ID"), left("CreatedSince", "CREATED"), left("Size", "SIZE")));
        return columns;
    }

    static List<Map<String, Object>> of(Image image, Instant now, boolean truncate) {
        if (image.references().isEmpty()) {
            return List.of(of(image, Optional.empty(), now, truncate));
        }
        return image.references().stream()
                .map(reference -> of(image, Optional.of(reference), now, truncate))
                .toList();
    }

    private static Map<String, Object> of(Image image, Optional<Reference> name, Instant now, boolean truncate) {
        Instant created = image.created().orElse(Instant.EPOCH);
        return Listing.fields(
                "Repository", name.map(Reference::familiarRepository).orElse(NONE),
                "Tag", name.flatMap(Reference::tag).orElse(NONE),
                "Digest", image.digest().toString(),
                "ID", truncate ? image.id().shortHex() : image.id().toString(),
                "CreatedSince", HumanAge.since(created, now),
                "CreatedAt", created.toString(),
                "Size", HumanSize.of(image.size()),
                "SizeBytes", image.size(),
                "Platform", image.platform().toString(),
                "Layers", image.layers().size());
    }
}
