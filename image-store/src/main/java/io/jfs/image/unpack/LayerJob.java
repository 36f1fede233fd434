package io.jfs.image.unpack;

import io.jfs.core.SnapshotKey;
import io.jfs.core.driver.ApplyTarget;
import io.jfs.core.layer.ApplyResult;
import io.jfs.core.layer.LaterLowers;
import io.jfs.core.layer.LayerApplier;
import io.jfs.core.layer.LayerException;
import io.jfs.core.layer.LayerLimits;
import io.jfs.core.store.CommitOptions;
import io.jfs.core.store.SyncPolicy;
import io.jfs.image.oci.InvalidImageException;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One layer on its way from blob to committed snapshot:
 *
 * <pre>
 *   applyOnParent ----------------------------+--> commit
 *   applyDetached --> (root of the parent) ---+
 * </pre>
 *
 * Used by one thread at a time, except for {@link #applied()}.
 */
final class LayerJob {
    private final Unpacker.Work work;
    private final LayerInput layer;
    private final SnapshotKey name;
    private final Optional<SnapshotKey> parent;
    private final CompletableFuture<ApplyTarget> applied = new CompletableFuture<>();
    private @Nullable SnapshotKey active;
    private @Nullable ApplyResult result;
    private boolean detached;

    LayerJob(Unpacker.Work work, LayerInput layer, SnapshotKey name, Optional<SnapshotKey> parent) {
        this.work = work;
        this.layer = layer;
        this.name = name;
        this.parent = parent;
    }

    SnapshotKey name() {
        return name;
    }

    /** Where the layer is, once it is applied; fails if it cannot be. */
    CompletableFuture<ApplyTarget> applied() {
        return applied;
    }

    /** Whether the root directory still lacks what the parent's has. */
    boolean needsRootOfParent() {
        return detached && result != null && !result.rootListed();
    }

    /** Applies the layer on top of its parent, which must be committed. */
    void applyOnParent() throws IOException {
        apply(parent, (target, limits) -> new LayerApplier(target, limits));
    }

    /** Applies the layer although its parents are not committed, nor perhaps whole. */
    void applyDetached(LaterLowers lowers) throws IOException {
        detached = true;
        apply(Optional.empty(), (target, limits) -> new LayerApplier(target, limits, lowers));
    }

    private void apply(Optional<SnapshotKey> below, BiFunction<ApplyTarget, LayerLimits, LayerApplier> how)
            throws IOException {
        try {
            SnapshotKey key = newKey();
            work.store().prepare(key, below, Map.of());
            active = key;
            ApplyTarget target = work.store().applyTarget(key);
            result = apply(how.apply(target, work.limits()));
            UnpackProgress.done(work.progress(), work.operation(), layer);
            applied.complete(target);
        } catch (IOException | RuntimeException | Error e) {
            applied.completeExceptionally(e);
            throw e;
        }
    }

    private ApplyResult apply(LayerApplier applier) throws IOException {
        try {
            LayerInput.Opened blob = layer.open();
            LayerInput.Opened counted = new LayerInput.Opened(
                    new UnpackProgress(blob.in(), work.progress(), work.operation(), layer),
                    blob.verified(),
                    blob.resource());
            try (LayerPipe pipe = new LayerPipe(counted, layer.diffId(), work.limits())) {
                ApplyResult done = applier.apply(pipe);
                // The end of the pipe is where the diffID has been verified.
                if (pipe.read() >= 0) {
                    throw new IOException("was not read to its end");
                }
                return done;
            }
        } catch (IOException e) {
            throw named(e);
        }
    }

    /** Every error says which layer it is about. */
    private IOException named(IOException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains(layer.diffId().digest().hex())) {
            return e;
        }
        String withLayer = "layer " + layer.diffId() + ": " + message;
        return e instanceof LayerException ? new InvalidImageException(withLayer, e) : new IOException(withLayer, e);
    }

    private SnapshotKey newKey() {
        String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        return new SnapshotKey(Unpacker.EXTRACT_PREFIX + System.nanoTime() + "-" + random + " " + name);
    }

    /** The directory that the layer was applied to. */
    ApplyTarget target() throws IOException {
        return work.store().applyTarget(activeKey());
    }

    void commit(SyncPolicy sync) throws IOException {
        CommitOptions options = CommitOptions.DEFAULT
                .withLabels(Map.of(Unpacker.DIFF_ID_LABEL, layer.diffId().toString()))
                .withSync(sync);
        if (result != null) {
            options = options.withUsage(result.usage());
        }
        if (detached && parent.isPresent()) {
            options = options.withParent(parent.get());
        }
        work.store().commit(name, activeKey(), options);
        active = null;
    }

    private SnapshotKey activeKey() {
        if (active == null) {
            throw new IllegalStateException("layer " + layer.diffId() + " is not applied");
        }
        return active;
    }

    private void remove() throws IOException {
        if (active != null) {
            work.store().remove(active);
            active = null;
        }
    }

    /** Removes what the layer left after a failure; what goes wrong then is added to the failure. */
    void discard(Throwable failure) {
        try {
            remove();
            work.store().cleanup();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
