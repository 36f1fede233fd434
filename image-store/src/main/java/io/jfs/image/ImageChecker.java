package io.jfs.image;

import io.jfs.core.Digest;
import io.jfs.image.layout.Layout;
import io.jfs.image.layout.Reachability;
import io.jfs.image.layout.Verification;
import io.jfs.image.oci.Descriptor;
import io.jfs.image.oci.InvalidImageException;
import io.jfs.linux.Fd;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads everything again and compares. */
final class ImageChecker {
    private final Layout layout;
    private final List<String> problems = new ArrayList<>();
    private final byte[] buffer = new byte[1 << 20];
    private long bytes;

    ImageChecker(Layout layout) {
        this.layout = layout;
    }

    ImageCheckReport check() throws IOException {
        ImageCatalog catalog = new ImageCatalog(layout);
        Map<Digest, List<Descriptor>> images = ImageIndexes.byManifest(layout.index());
        for (List<Descriptor> entries : images.values()) {
            try {
                catalog.read(entries);
            } catch (InvalidImageException | NoSuchFileException e) {
                report(entries.getFirst().digest(), "image " + name(entries) + ": " + e.getMessage());
            }
        }
        Reachability reachability = reachability();
        for (Descriptor blob : reachability.reached().values()) {
            verify(blob);
        }
        reportUnreferenced();
        return new ImageCheckReport(images.size(), reachability.reached().size(), bytes, problems);
    }

    private static String name(List<Descriptor> entries) {
        return ImageIndexes.name(entries.getFirst())
                .map(Object::toString)
                .orElse(entries.getFirst().digest().toString());
    }

    private Reachability reachability() throws IOException {
        Reachability reachability = new Reachability(layout);
        reachability.follow(layout.index().manifests());
        return reachability;
    }

    private void verify(Descriptor blob) throws IOException {
        try (InputStream in = Channels.newInputStream(layout.open(blob))) {
            MessageDigest computation = blob.digest().newDigest();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                computation.update(buffer, 0, count);
                bytes += count;
            }
            Verification.verify("blob", blob.digest(), computation);
        } catch (InvalidImageException | NoSuchFileException e) {
            report(blob.digest(), String.valueOf(e.getMessage()));
        }
    }

    /** What another process has removed meanwhile is not a problem. */
    private void report(Digest digest, String problem) throws IOException {
        if (reachability().reached().containsKey(digest)) {
            problems.add(problem);
        }
    }

    private void reportUnreferenced() throws IOException {
        try (Fd _ = layout.lockIndex()) {
            Map<Digest, Descriptor> reached = reachability().reached();
            for (Digest blob : layout.blobs()) {
                if (!reached.containsKey(blob)) {
                    problems.add("blob " + blob + " belongs to no image (prune removes it)");
                }
            }
        }
    }

    /** What the images occupy; the same reachability seen from another side. */
    static ImageDiskUsage usage(Layout layout) throws IOException {
        List<Image> images = new ImageCatalog(layout).images();
        Map<Digest, Integer> users = new HashMap<>();
        Map<Digest, Integer> namedUsers = new HashMap<>();
        for (Image image : images) {
            for (Descriptor blob : blobs(image)) {
                users.merge(blob.digest(), 1, Integer::sum);
                if (!image.references().isEmpty()) {
                    namedUsers.merge(blob.digest(), 1, Integer::sum);
                }
            }
        }
        List<ImageDiskUsage.Row> rows = new ArrayList<>();
        for (Image image : images) {
            long unique = blobs(image).stream()
                    .filter(blob -> users.getOrDefault(blob.digest(), 0) == 1)
                    .mapToLong(Descriptor::size)
                    .sum();
            long all = blobs(image).stream().mapToLong(Descriptor::size).sum();
            rows.add(new ImageDiskUsage.Row(image, all - unique, unique));
        }
        long total = 0;
        long needed = 0;
        for (Digest blob : layout.blobs()) {
            long size = layout.blobSize(blob);
            total += size;
            needed += namedUsers.containsKey(blob) ? size : 0;
        }
        return new ImageDiskUsage(rows, total, total - needed);
    }

    /** Each blob of an image once. */
    private static List<Descriptor> blobs(Image image) {
        List<Descriptor> all = new ArrayList<>(image.layers());
        all.add(image.manifest().config());
        all.add(image.descriptor());
        Map<Digest, Descriptor> unique = new LinkedHashMap<>();
        all.forEach(blob -> unique.putIfAbsent(blob.digest(), blob));
        return List.copyOf(unique.values());
    }
}
