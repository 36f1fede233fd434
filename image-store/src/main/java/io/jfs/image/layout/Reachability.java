package io.jfs.image.layout;

import io.jfs.core.Digest;
import io.jfs.image.oci.Descriptor;
import io.jfs.image.oci.ImageIndex;
import io.jfs.image.oci.InvalidImageException;
import io.jfs.image.oci.Manifest;
import io.jfs.image.oci.MediaTypes;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which blobs descriptors reach: what a removal must spare, and what a check must read. */
public final class Reachability {
    private final Layout layout;
    private final Map<Digest, Descriptor> reached = new HashMap<>();
    private final Set<String> unreadable = new HashSet<>();

    public Reachability(Layout layout) {
        this.layout = layout;
    }

    /** Follows descriptors into indexes and manifests. What cannot be read is noted, and the rest followed. */
    public void follow(List<Descriptor> descriptors) throws IOException {
        for (Descriptor descriptor : descriptors) {
            if (reached.putIfAbsent(descriptor.digest(), descriptor) == null) {
                followDocument(descriptor);
            }
        }
    }

    // Ends because each digest is followed once.
    private void followDocument(Descriptor descriptor) throws IOException {
        try {
            if (MediaTypes.isIndex(descriptor.mediaType())) {
                follow(ImageIndex.parse(layout.readDocument(descriptor), "index " + descriptor.digest())
                        .manifests());
            } else if (MediaTypes.isManifest(descriptor.mediaType())) {
                Manifest manifest = Manifest.parse(layout.readDocument(descriptor), "manifest " + descriptor.digest());
                reached.putIfAbsent(manifest.config().digest(), manifest.config());
                manifest.layers().forEach(layer -> reached.putIfAbsent(layer.digest(), layer));
            }
        } catch (InvalidImageException e) {
            unreadable.add(e.getMessage());
        } catch (NoSuchFileException e) {
            unreadable.add("blob " + descriptor.digest() + " is missing from the store");
        }
    }

    /** All blobs reached so far, by digest. */
    public Map<Digest, Descriptor> reached() {
        return reached;
    }

    /** What could not be followed, for a person. While there is any, what is not reached may still be needed. */
    public Set<String> unreadable() {
        return unreadable;
    }
}
