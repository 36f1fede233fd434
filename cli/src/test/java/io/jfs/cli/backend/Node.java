package io.jfs.cli.backend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A node as docs/kubernetes.md sets it up, but for kubelet: containerd with that page's configuration and the plugin
 * that {@code jfs backend containerd} writes, a network of its own for pods, and images that were made here.
 */
final class Node implements AutoCloseable {
    static final String BOX = "docker.io/library/box:1";
    private static final String PAUSE = "docker.io/library/pause:1";

    final Containerd containerd;
    final Kubelet kubelet;

    Node(Workshop workshop, String driver) throws Exception {
        Path place = workshop.path("");
        workshop.run(
                "jfs",
                "backend",
                "containerd",
                "--write",
                "--socket",
                workshop.path("jfs.sock").toString(),
                "--destdir",
                place.toString());
        Files.createDirectory(workshop.path("cni"));
        Files.writeString(workshop.path("cni/10-pods.conflist"), network(workshop.path("addresses")));
        String config =
                KubernetesPage.block("toml").replace("/etc/containerd", place + "/etc/containerd") + local(place);
        containerd = new Containerd(workshop, driver, config);
        kubelet = new Kubelet(containerd.socket(), workshop.path("logs"));
        importImages(workshop);
    }

    private static String network(Path addresses) {
        return """
                {"cniVersion": "0.4.0", "name": "pods", "plugins": [{
                  "type": "bridge", "bridge": "pods0", "isGateway": true,
                  "ipam": {"type": "host-local", "dataDir": "%s", "ranges": [[{"subnet": "10.88.0.0/24"}]]}}]}
                """.formatted(addresses);
    }

    /** What this machine and these images need beyond the page. */
    private static String local(Path place) {
        return """

                [plugins."io.containerd.grpc.v1.cri"]
                  sandbox_image = "%2$s"
                  stats_collect_period = 1
                  netns_mounts_under_state_dir = true
                  # Containers may be started by who may not lower the score.
                  restrict_oom_score_adj = true
                  [plugins."io.containerd.grpc.v1.cri".cni]
                    bin_dir = "/usr/lib/cni"
                    conf_dir = "%1$s/cni"
                """.formatted(place, PAUSE);
    }

    private void importImages(Workshop workshop) throws Exception {
        try (Images images = new Images(workshop.path("images"))) {
            load(images.pause(workshop.path("pause.tar")));
            load(images.archive("box", workshop.path("box.tar")));
        }
        // CRI learns of what others import by an event.
        Workshop.await("the images in CRI", () -> kubelet.images().equals(List.of(BOX, PAUSE)));
    }

    private void load(Path archive) throws Exception {
        containerd.in("k8s.io").run("images", "import", "--snapshotter", "jfs", archive.toString());
    }

    void removeImages() {
        kubelet.removeImage(BOX);
        kubelet.removeImage(PAUSE);
    }

    @Override
    public void close() throws IOException {
        kubelet.close();
        containerd.close();
    }
}
