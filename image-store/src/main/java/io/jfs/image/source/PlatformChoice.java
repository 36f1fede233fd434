package io.jfs.image.source;

import io.jfs.image.oci.Descriptor;
import io.jfs.image.oci.ImageIndex;
import io.jfs.image.oci.InvalidImageException;
import io.jfs.image.oci.MediaTypes;
import io.jfs.image.oci.Platform;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the manifest for a platform below a descriptor that may be an index of indexes. */
final class PlatformChoice {
    private static final int MAX_DEPTH = 8;

    private final Documents documents;
    private final Optional<Platform> wanted;
    private final Set<String> seen = new HashSet<>();

    /** @param wanted the platform asked for; if empty the host's, or whatever is the only one */
    PlatformChoice(Documents documents, Optional<Platform> wanted) {
        this.documents = documents;
        this.wanted = wanted;
    }

    /**
     * The one manifest below the descriptor.
     *
     * @throws InvalidImageException if none fits; names those that there are
     */
    Descriptor choose(Descriptor top) throws IOException {
        return choose(List.of(top), top.digest().toString());
    }

    /** The one manifest out of several that stand for the same image. */
    Descriptor choose(List<Descriptor> tops, String what) throws IOException {
        List<Descriptor> candidates = new ArrayList<>();
        for (Descriptor top : tops) {
            collect(top, candidates, 0);
        }
        for (Descriptor candidate : candidates) {
            if (wanted.orElse(Platform.host()).accepts(candidate.platform().orElse(wanted.orElse(Platform.host())))) {
                return candidate;
            }
        }
        if (wanted.isEmpty() && candidates.size() == 1) {
            return candidates.getFirst();
        }
        throw new InvalidImageException("image " + what + " has nothing for " + wanted.orElse(Platform.host())
                + "; it has: "
                + String.join(
                        ", ",
                        candidates.stream()
                                .map(c -> c.platform().map(Platform::toString).orElse("?"))
                                .toList()));
    }

    private void collect(Descriptor descriptor, List<Descriptor> candidates, int depth) throws IOException {
        String type = descriptor.mediaType();
        if (MediaTypes.isSchema1(type)) {
            throw new InvalidImageException(
                    "manifest " + descriptor.digest() + " is a Docker schema 1 manifest, which is not supported");
        }
        if (MediaTypes.isManifest(type)) {
            // Attestations of build tools are listed as manifests for the platform unknown/unknown.
            if (descriptor.platform().filter(p -> p.os().equals("unknown")).isEmpty()) {
                candidates.add(descriptor);
            }
        } else if (!MediaTypes.isIndex(type)) {
            throw new InvalidImageException("manifest " + descriptor.digest() + ": unknown media type \"" + type + '"');
        } else if (depth >= MAX_DEPTH) {
            throw new InvalidImageException("index " + descriptor.digest() + ": indexes are nested more than "
                    + MAX_DEPTH + " deep, perhaps in a loop");
        } else if (seen.add(descriptor.digest().toString())) {
            byte[] text = documents.byDescriptor(descriptor, "index");
            for (Descriptor child :
                    ImageIndex.parse(text, "index " + descriptor.digest()).manifests()) {
                collect(child, candidates, depth + 1);
            }
        }
    }
}
