package io.jfs.bench.contender;

import io.jfs.bench.data.Shell;
import io.jfs.core.driver.StorageDriverProvider;
import io.jfs.core.store.Drivers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** All that can be compared. */
public final class Contenders {
    private static final String FUSE_UNION = "fuse-union";

    private Contenders() {}

    /** Everything that jfs knows of: the control, the drivers in their variants, the peers. */
    public static List<Contender> all() {
        List<Contender> all = new ArrayList<>();
        all.add(new PlainContender());
        for (StorageDriverProvider provider : Drivers.all()) {
            all.add(new DriverContender(provider.name(), provider.name(), Map.of()));
        }
        for (String variant : List.of("open=zero", "transport=io-uring", "transport=libfuse")) {
            all.add(driver(FUSE_UNION + ":" + variant));
        }
        all.addAll(peers());
        return all;
    }

    /** The control and the drivers as they are by default. */
    public static List<Contender> drivers() {
        return all().stream()
                .filter(each ->
                        each.kind() != Contender.Kind.PEER && !each.name().contains(":"))
                .toList();
    }

    private static List<Contender> peers() {
        return List.of(
                layers(
                        "kernel-overlay",
                        "the kernel's overlay, by mount -t overlay",
                        "mount",
                        (lowers, scratch, target) -> List.of(
                                "mount",
                                "-t",
                                "overlay",
                                "overlay",
                                "-o",
                                LayersBackend.options(lowers, scratch),
                                target.toString())),
                layers(
                        "fuse-overlayfs",
                        Shell.version("fuse-overlayfs", "fuse-overlayfs", "--version"),
                        "fuse-overlayfs",
                        (lowers, scratch, target) -> List.of(
                                "fuse-overlayfs",
                                "-o",
                                LayersBackend.options(lowers, scratch) + ",dev,suid",
                                target.toString())),
                layers(
                        "unionfs-fuse",
                        Shell.version("unionfs", "unionfs", "--version"),
                        "unionfs",
                        (lowers, scratch, target) -> List.of(
                                "unionfs",
                                "-o",
                                "cow,allow_other,use_ino,suid,dev",
                                scratch.resolve("upper") + "=RW:" + LayersBackend.joined(lowers, ":", "=RO"),
                                target.toString())),
                new PeerContender(
                        "podman",
                        Shell.version("podman", "podman", "--version") + " with the kernel's overlay and runc",
                        List.of("podman", "runc"),
                        PodmanBackend::new),
                new PeerContender(
                        "containerd",
                        Shell.version("containerd", "containerd", "--version")
                                + ", overlayfs snapshotter, runc, by ctr",
                        List.of("containerd", "ctr", "runc"),
                        ContainerdBackend::new));
    }

    private static Contender layers(String name, String description, String program, LayersBackend.Command command) {
        return new PeerContender(
                name, description, List.of(program), directory -> new LayersBackend(command, directory));
    }

    private static Contender driver(String name) {
        int colon = name.indexOf(':');
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : name.substring(colon + 1).split("\\+", -1)) {
            int equals = option.indexOf('=');
            options.put(
                    equals < 0 ? option : option.substring(0, equals),
                    equals < 0 ? "true" : option.substring(equals + 1));
        }
        return new DriverContender(name, name.substring(0, colon), options);
    }

    /**
     * Those of these names; a driver's name may be followed by options: {@code fuse-union:open=zero+transport=libfuse}.
     *
     * @param names {@code all} means all of them
     * @throws IOException if a name is unknown; says which there are
     */
    public static List<Contender> named(List<String> names) throws IOException {
        if (names.contains("all")) {
            return all();
        }
        List<Contender> chosen = new ArrayList<>();
        for (String name : names) {
            chosen.add(named(name));
        }
        if (chosen.stream().noneMatch(each -> each.kind() == Contender.Kind.CONTROL)) {
            chosen.addFirst(new PlainContender());
        }
        return chosen;
    }

    private static Contender named(String name) throws IOException {
        for (Contender each : all()) {
            if (each.name().equals(name)) {
                return each;
            }
        }
        int colon = name.indexOf(':');
        if (colon > 0 && Drivers.byName(name.substring(0, colon)) != null) {
            return driver(name);
        }
        throw new IOException("contender " + name + ": not known; there are: "
                + all().stream().map(Contender::name).collect(Collectors.joining(", ")));
    }
}
