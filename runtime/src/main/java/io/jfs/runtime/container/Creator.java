package io.jfs.runtime.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.core.SnapshotKey;
import io.jfs.core.store.SnapshotNotFoundException;
import io.jfs.core.store.SnapshotStore;
import io.jfs.image.oci.Json;
import io.jfs.linux.Fd;
import io.jfs.runtime.container.ContainerOptions.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes containers: a name, a writable layer, volumes, a record, in this order; whatever fails, nothing of them is
 * left.
 */
final class Creator {
    /** The label of a snapshot that names the image below. */
    private static final String IMAGE_LABEL = "io.jfs.image";

    private final ContainerEngine.Snapshots drivers;
    private final ContainerStore store;
    private final Volumes volumes;

    Creator(ContainerEngine.Snapshots drivers, ContainerStore store, Volumes volumes) {
        this.drivers = drivers;
        this.store = store;
        this.volumes = volumes;
    }

    Container create(CreateRequest request) throws IOException {
        BundleMaker.validate(request.options());
        String id = Names.newId();
        ContainerFiles files = store.files(id);
        Files.createDirectories(files.directory());
        String name = "";
        try {
            name = request.name().isPresent() ? request.name().get() : store.names.takeAny(id);
            if (request.name().isPresent()) {
                store.names.take(name, id);
            }
            return create(request, id, name, files);
        } catch (IOException | RuntimeException e) {
            undo(files, store.names.find(name).filter(id::equals).isPresent() ? name : "", e);
            throw e;
        }
    }

    private Container create(CreateRequest request, String id, String name, ContainerFiles files) throws IOException {
        var config = request.image().config();
        Iterable<String> ofImage = config.execution().path("Volumes")::fieldNames;
        ContainerRecord record = new ContainerRecord(
                id,
                name,
                Instant.now(),
                request.asked(),
                request.image().id().toString(),
                request.image().displayName(),
                request.driver(),
                request.options(),
                objectOf(config.execution()).deepCopy(),
                volumes.use(request.options(), ofImage));
        ProcessSection.arguments(record);
        SnapshotStore snapshots = drivers.of(request.driver());
        SnapshotKey key = new SnapshotKey(record.snapshot());
        Map<String, String> labels = new HashMap<>(request.labels());
        labels.put(ContainerEngine.LABEL, id);
        labels.put(IMAGE_LABEL, request.image().id().toString());
        snapshots.prepare(key, Optional.of(request.top()), labels);
        try {
            try (Fd root = snapshots.openTree(key)) {
                volumes.make(record.volumes(), root);
                new UserLookup(root)
                        .find(
                                request.options().text(Text.USER).orElse(config.user()),
                                request.options().texts(ContainerOptions.Texts.GROUPS));
            }
            files.write(record);
        } catch (IOException | RuntimeException e) {
            removeSnapshot(record);
            volumes.removeAnonymous(record.volumes());
            throw e;
        }
        return new Container(record, files);
    }

    private static ObjectNode objectOf(JsonNode node) {
        return node instanceof ObjectNode object ? object : Json.object();
    }

    private void undo(ContainerFiles files, String name, Exception cause) {
        try {
            store.remove(files, name.isEmpty() ? "-" : name);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /** Takes a container's writable layer away, if it is there. */
    void removeSnapshot(ContainerRecord record) throws IOException {
        SnapshotStore snapshots = drivers.of(record.driver());
        try {
            snapshots.remove(new SnapshotKey(record.snapshot()));
        } catch (SnapshotNotFoundException _) {
            return;
        }
        snapshots.cleanup();
    }
}
