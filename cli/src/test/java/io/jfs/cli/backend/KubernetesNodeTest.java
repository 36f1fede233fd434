package io.jfs.cli.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.cli.backend.Kubelet.Pod;
import io.jfs.testkit.RequiresBtrfs;
import io.jfs.testkit.RequiresFuse;
import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** containerd's CRI service with jfs as its snapshotter, asked as kubelet asks it. */
@RequiresRoot
@RequiresFuse
@RequiresBtrfs
class KubernetesNodeTest {
    private static final int MANY = 20;
    private static final String WAIT = "echo started > /data/log; sleep 86400";

    private Workshop workshop;

    @BeforeEach
    void open() throws IOException {
        workshop = new Workshop();
    }

    @AfterEach
    void close() throws IOException {
        workshop.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlay", "vfs", "fuse-union", "btrfs"})
    void a_pod_runs_is_looked_at_and_leaves_nothing(String driver) throws Exception {
        try (Node node = new Node(workshop, driver)) {
            Kubelet kubelet = node.kubelet;
            assertThat(kubelet.unready()).isEmpty();

            Pod pod = kubelet.run("web", Node.BOX, WAIT);

            assertThat(kubelet.address(pod)).startsWith("10.88.0.");
            assertThat(kubelet.exec(pod, "cat /etc/name /etc/hostname; ls /data"))
                    .isEqualTo("box\nweb\nlog\ntwo\n");
            kubelet.exec(pod, "cat /bin/busybox /bin/busybox > /data/big");
            assertThat(kubelet.containersWithStats()).containsExactly(pod.container());
            Workshop.await("the use of the container to be counted", () -> used(kubelet, pod) > 1 << 20);
            Workshop.await("the images to be counted too", () -> imageBytes(kubelet) > used(kubelet, pod));
            assertThat(kubelet.imageFilesystem().getFsId().getMountpoint())
                    .endsWith("/root/io.containerd.snapshotter.v1.jfs");

            kubelet.stop(pod);
            kubelet.remove(pod);
            node.removeImages();
            assertThat(kubelet.images()).isEmpty();
            node.containerd.awaitDeletion();
        }
    }

    // containerd counts each snapshot now and then.
    private static long imageBytes(Kubelet kubelet) {
        return kubelet.imageFilesystem().getUsedBytes().getValue();
    }

    private static long used(Kubelet kubelet, Pod pod) {
        return kubelet.stats(pod).getWritableLayer().getUsedBytes().getValue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlay", "fuse-union"})
    void the_server_is_exchanged_and_pods_do_not_notice(String driver) throws Exception {
        try (Node node = new Node(workshop, driver)) {
            Pod pod = node.kubelet.run("old", Node.BOX, WAIT);

            node.containerd.killServer();
            assertThat(node.kubelet.exec(pod, "echo meanwhile >> /data/log; cat /data/log"))
                    .isEqualTo("started\nmeanwhile\n");
            node.containerd.startServer();

            assertThat(node.kubelet.exec(pod, "cat /data/log")).isEqualTo("started\nmeanwhile\n");
            node.containerd.in("k8s.io").patiently("snapshots", "--snapshotter", "jfs", "ls");
            Pod other = node.kubelet.run("new", Node.BOX, WAIT);
            assertThat(node.kubelet.exec(other, "cat /data/log")).isEqualTo("started\n");
            node.kubelet.remove(pod);
            node.kubelet.remove(other);
        }
    }

    @Test
    void twenty_pods_start_and_end_at_once() throws Exception {
        try (Node node = new Node(workshop, "overlay");
                ExecutorService clients = Executors.newFixedThreadPool(MANY)) {
            List<Callable<Pod>> starts = IntStream.range(0, MANY)
                    .<Callable<Pod>>mapToObj(i -> () -> node.kubelet.run("pod" + i, Node.BOX, WAIT))
                    .toList();
            List<Pod> pods = new ArrayList<>();
            for (Future<Pod> started : clients.invokeAll(starts)) {
                pods.add(started.get());
            }

            assertThat(pods.stream().map(node.kubelet::address)).doesNotHaveDuplicates();
            for (Pod pod : pods) {
                assertThat(node.kubelet.exec(pod, "cat /data/log")).isEqualTo("started\n");
            }
            List<Callable<String>> ends = pods.stream()
                    .<Callable<String>>map(pod -> () -> {
                        node.kubelet.remove(pod);
                        return pod.sandbox();
                    })
                    .toList();
            for (Future<String> ended : clients.invokeAll(ends)) {
                ended.get();
            }

            node.removeImages();
            node.containerd.awaitDeletion();
        }
    }
}
