package io.jfs.runtime.container;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.image.oci.Json;
import io.jfs.linux.UserNamespace;
import io.jfs.runtime.container.ContainerOptions.Amount;
import io.jfs.runtime.container.ContainerOptions.Flag;
import io.jfs.runtime.container.ContainerOptions.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The section {@code mounts} of a bundle. */
final class MountsSection {
    private static final int TTY_GROUP = 5;
    private static final long DEFAULT_SHM_BYTES = 64L << 20;
    private static final List<Path> INITS = List.of(
            Path.of("/usr/bin/catatonit"),
            Path.of("/usr/libexec/podman/catatonit"),
            Path.of("/usr/bin/docker-init"),
            Path.of("/usr/bin/tini-static"),
            Path.of("/usr/bin/tini"));

    private final ContainerRecord record;
    private final ContainerOptions options;
    private final Volumes volumes;
    private final ArrayNode mounts = Json.array();

    private MountsSection(ContainerRecord record, Volumes volumes) {
        this.record = record;
        this.options = record.options();
        this.volumes = volumes;
    }

    /** @param files what stands at {@code /etc/hosts} and the like, by destination */
    static ArrayNode of(ContainerRecord record, Volumes volumes, Sharing sharing, Map<String, Path> files)
            throws IOException {
        MountsSection section = new MountsSection(record, volumes);
        section.kernel(sharing, UserNamespace.current());
        section.asked(files);
        return section.mounts;
    }

    private void kernel(Sharing sharing, UserNamespace user) throws IOException {
        boolean privileged = options.has(Flag.PRIVILEGED);
        kernel("/proc", "proc", options.text(Text.PID).orElse("").equals("host"), "rw");
        add("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k");
        String group = "gid=" + (user.hasGroup(TTY_GROUP) ? TTY_GROUP : 0);
        add("/dev/pts", "devpts", "devpts", "nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", group);
        kernel("/sys", "sysfs", !sharing.ownsNetwork(), privileged ? "rw" : "ro");
        add("/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "noexec", "nodev", "relatime", privileged ? "rw" : "ro");
        kernel("/dev/mqueue", "mqueue", options.text(Text.IPC).orElse("").equals("host"), "rw");
        if (options.text(Text.IPC).orElse("").equals("host")) {
            add("/dev/shm", "bind", "/dev/shm", "bind", "rw");
        } else {
            long bytes = options.amount(Amount.SHM_SIZE).orElse(DEFAULT_SHM_BYTES);
            add("/dev/shm", "tmpfs", "shm", "nosuid", "noexec", "nodev", "mode=1777", "size=" + bytes);
        }
    }

    // Root of a user namespace sees the host's namespaces only through the host's own mounts.
    private void kernel(String destination, String type, boolean ofHost, String access) throws IOException {
        boolean bind = ofHost && UserNamespace.isNested();
        if (bind && !Files.exists(Path.of(destination))) {
            return; // the host has none either
        }
        String source = bind ? destination : type;
        String kind = bind ? "rbind" : "relatime";
        add(destination, bind ? "bind" : type, source, kind, "nosuid", "noexec", "nodev", access);
    }

    // A mount in another must come after it.
    private void asked(Map<String, Path> files) throws IOException {
        List<MountRequest> all = new ArrayList<>();
        Map<String, MountRequest> requests = Volumes.requests(options);
        for (MountRequest request : requests.values()) {
            if (request.kind() != MountRequest.Kind.VOLUME) {
                all.add(request);
            }
        }
        for (VolumeUse use : record.volumes()) {
            all.add(bind(volumes.data(use.name()).toString(), use.destination(), use.readOnly()));
        }
        files.forEach((destination, file) -> {
            if (!requests.containsKey(destination)) {
                all.add(bind(file.toString(), destination, false));
            }
        });
        if (options.has(Flag.INIT)) {
            all.add(bind(findInit().toString(), ProcessSection.INIT, true));
        }
        all.sort(Comparator.comparing(MountRequest::destination));
        for (MountRequest request : all) {
            add(request);
        }
    }

    private static MountRequest bind(String source, String destination, boolean readOnly) {
        return new MountRequest(MountRequest.Kind.BIND, source, destination, readOnly, List.of(), false);
    }

    private static Path findInit() throws ContainerException {
        Optional<Path> init = INITS.stream().filter(Files::isExecutable).findFirst();
        return init.orElseThrow(() -> new ContainerException(
                "--init needs a small init program on the host, such as catatonit or tini: none was found"));
    }

    private void add(MountRequest request) throws IOException {
        List<String> words = new ArrayList<>(request.options());
        if (request.kind() == MountRequest.Kind.TMPFS) {
            add(request.destination(), "tmpfs", "tmpfs", words.toArray(String[]::new));
            return;
        }
        Path source = Path.of(request.source());
        if (!Files.exists(source)) {
            if (!request.create()) {
                throw new ContainerException("invalid mount: bind source path does not exist: " + source);
            }
            Files.createDirectories(source);
        }
        words.add("rbind");
        words.add(request.readOnly() ? "ro" : "rw");
        if (request.options().isEmpty()) {
            words.add("rprivate");
        }
        add(request.destination(), "bind", request.source(), words.toArray(String[]::new));
    }

    private void add(String destination, String type, String source, String... words) {
        ObjectNode mount = mounts.addObject().put("destination", destination);
        mount.put("type", type).put("source", source);
        mount.set("options", ProcessSection.array(List.of(words)));
    }
}
