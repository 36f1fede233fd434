package io.jfs.runtime.container;

import io.jfs.core.store.StoreRoot;
import io.jfs.core.tree.CopyOptions;
import io.jfs.core.tree.TreeCopy;
import io.jfs.core.tree.TreeRemover;
import io.jfs.linux.Attributes;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import io.jfs.runtime.container.ContainerOptions.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Volumes: directories below {@code <root>/volumes}, which outlive containers unless they are anonymous. */
final class Volumes {
    private static final String DATA = "_data";

    private final Path directory;

    Volumes(StoreRoot root) {
        this.directory = root.root().resolve("volumes");
    }

    Path data(String name) {
        return directory.resolve(name).resolve(DATA);
    }

    /** All mounts that were asked for, by destination; later ones replace earlier ones. */
    static Map<String, MountRequest> requests(ContainerOptions options) throws ContainerException {
        Map<String, MountRequest> requests = new LinkedHashMap<>();
        for (String text : options.texts(Texts.VOLUMES)) {
            add(requests, MountRequest.ofVolume(text));
        }
        for (String text : options.texts(Texts.MOUNTS)) {
            add(requests, MountRequest.ofMount(text));
        }
        for (String text : options.texts(Texts.TMPFS)) {
            add(requests, MountRequest.ofTmpfs(text));
        }
        return requests;
    }

    private static void add(Map<String, MountRequest> requests, MountRequest request) throws ContainerException {
        if (requests.put(request.destination(), request) != null) {
            throw new ContainerException("duplicate mount point: " + request.destination());
        }
    }

    /** The volumes of a container: those asked for, and anonymous ones for the image's. */
    List<VolumeUse> use(ContainerOptions options, Iterable<String> ofImage) throws IOException {
        Map<String, MountRequest> requests = requests(options);
        List<VolumeUse> uses = new ArrayList<>();
        for (MountRequest request : requests.values()) {
            if (request.kind() == MountRequest.Kind.VOLUME) {
                boolean anonymous = request.source().isEmpty();
                String name = anonymous ? Names.newId() : request.source();
                uses.add(new VolumeUse(name, request.destination(), anonymous, request.readOnly()));
            }
        }
        for (String destination : ofImage) {
            if (destination.startsWith("/") && !requests.containsKey(destination)) {
                uses.add(new VolumeUse(Names.newId(), destination, true, false));
            }
        }
        return uses;
    }

    /** Makes the directories that are missing; a new one begins with what the image has at its place. */
    void make(List<VolumeUse> uses, Fd image) throws IOException {
        for (VolumeUse use : uses) {
            if (!Files.isDirectory(data(use.name()))) {
                make(use, image);
            }
        }
    }

    private void make(VolumeUse use, Fd image) throws IOException {
        Path fresh = directory.resolve(use.name()).resolve("new-" + Names.newId());
        Files.createDirectories(fresh);
        try (Fd to = Open.open(fresh, Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
            Attributes.chmod(to, 0755);
            copyFromImage(use, image, to);
        }
        Files.move(fresh, data(use.name()));
    }

    private static void copyFromImage(VolumeUse use, Fd image, Fd to) throws IOException {
        try (Fd from = Open.openBeneathRoot(image, use.destination(), Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
            TreeCopy.copy(from, to, CopyOptions.DEFAULT);
            FileStat stat = Stat.stat(from);
            Attributes.chown(to, stat.uid(), stat.gid());
            Attributes.chmod(to, stat.permissions());
        } catch (ErrnoException _) {
            // The image has no directory there: the volume begins empty.
        }
    }

    /** Removes the anonymous ones among these. */
    void removeAnonymous(List<VolumeUse> uses) throws IOException {
        for (VolumeUse use : uses) {
            Path volume = directory.resolve(use.name());
            if (use.anonymous() && Files.exists(volume)) {
                TreeRemover.remove(volume);
            }
        }
    }
}
