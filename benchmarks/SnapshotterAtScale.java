import io.containerd.snapshots.v1.CleanupRequest;
import io.containerd.snapshots.v1.CommitSnapshotRequest;
import io.containerd.snapshots.v1.ListSnapshotsRequest;
import io.containerd.snapshots.v1.PrepareSnapshotRequest;
import io.containerd.snapshots.v1.RemoveSnapshotRequest;
import io.containerd.snapshots.v1.SnapshotsGrpc;
import io.containerd.snapshots.v1.SnapshotsGrpc.SnapshotsBlockingStub;
import io.containerd.snapshots.v1.StatSnapshotRequest;
import io.containerd.snapshots.v1.UsageRequest;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * A node's store with many snapshots, seen by containerd: what prepare, stat, usage, remove, a walk of all and a cleanup
 * take over the socket.
 *
 * <p>Run as root after {@code bin/build}: {@code java -cp 'target/dist/lib/*:target/dist/lib/serve/*'
 * benchmarks/SnapshotterAtScale.java fill|measure DIRECTORY [SNAPSHOTS [DRIVER]]}. {@code fill} makes images of ten
 * layers and 500 containers below the directory, {@code measure} uses them, and may be run again. Prints milliseconds.
 */
final class SnapshotterAtScale {
    private static final int LAYERS = 10;
    private static final int CONTAINERS = 500;
    private static final int ROUNDS = 1000;
    private static final int WARM_UP = 1000;

    private final SnapshotsBlockingStub stub;
    private final int snapshots;

    private SnapshotterAtScale(SnapshotsBlockingStub stub, int snapshots) {
        this.stub = stub;
        this.snapshots = snapshots;
    }

    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[1]).toAbsolutePath();
        int snapshots = args.length > 2 ? Integer.parseInt(args[2]) : 10_000;
        String driver = args.length > 3 ? args[3] : "overlay";
        Path socket = directory.resolve("s.sock");
        Files.createDirectories(directory);
        Process server = new ProcessBuilder(
                        "bin/jfs",
                        "--root",
                        directory.resolve("store").toString(),
                        "--driver",
                        driver,
                        "serve",
                        "--sync",
                        args[0].equals("fill") ? "none" : "filesystem",
                        "--socket",
                        socket.toString())
                .inheritIO()
                .start();
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            while (!Files.exists(socket)) {
                Thread.sleep(50);
            }
            ManagedChannel channel = NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                    .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
                    .eventLoopGroup(loop)
                    .maxInboundMessageSize(1 << 26)
                    .usePlaintext()
                    .build();
            SnapshotterAtScale scale = new SnapshotterAtScale(SnapshotsGrpc.newBlockingStub(channel), snapshots);
            if (args[0].equals("fill")) {
                scale.fill();
            } else {
                scale.measure();
            }
            channel.shutdownNow();
        } finally {
            server.destroy();
            server.waitFor();
            loop.shutdownGracefully();
        }
    }

    private int images() {
        return (snapshots - CONTAINERS) / LAYERS;
    }

    private static String layer(int image, int layer) {
        return "k8s.io/" + (image * LAYERS + layer) + "/sha256:" + image + "-" + layer;
    }

    private void fill() {
        for (int image = 0; image < images(); image++) {
            String parent = "";
            for (int layer = 0; layer < LAYERS; layer++) {
                prepare("extract", parent);
                stub.commit(CommitSnapshotRequest.newBuilder()
                        .setKey("extract")
                        .setName(layer(image, layer))
                        .build());
                parent = layer(image, layer);
            }
        }
        for (int container = 0; container < CONTAINERS; container++) {
            prepare("k8s.io/c/" + container, layer(container % images(), LAYERS - 1));
        }
        System.out.println(count() + " snapshots");
    }

    private void prepare(String key, String parent) {
        stub.prepare(PrepareSnapshotRequest.newBuilder()
                .setKey(key)
                .setParent(parent)
                .build());
    }

    private void measure() {
        System.out.println(count() + " snapshots");
        Random random = new Random(1);
        double[][] times = new double[5][ROUNDS];
        String[] names = {"Prepare", "Stat", "Usage (active)", "Usage (committed)", "Remove"};
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            int image = random.nextInt(images());
            Runnable[] calls = {
                () -> prepare("k8s.io/new", layer(image, LAYERS - 1)),
                () -> stub.stat(StatSnapshotRequest.newBuilder()
                        .setKey(layer(image, 3))
                        .build()),
                () -> stub.usage(UsageRequest.newBuilder().setKey("k8s.io/new").build()),
                () -> stub.usage(
                        UsageRequest.newBuilder().setKey(layer(image, 3)).build()),
                () -> stub.remove(
                        RemoveSnapshotRequest.newBuilder().setKey("k8s.io/new").build())
            };
            for (int call = 0; call < calls.length; call++) {
                double took = millis(calls[call]);
                if (round >= 0) {
                    times[call][round] = took;
                }
            }
        }
        for (int call = 0; call < names.length; call++) {
            print(names[call], times[call]);
        }
        double[] lists = new double[20];
        for (int i = 0; i < lists.length; i++) {
            lists[i] = millis(this::count);
        }
        print("List of all", lists);
        print("Cleanup of " + (ROUNDS + WARM_UP), new double[] {
            millis(() -> stub.cleanup(CleanupRequest.getDefaultInstance()))
        });
    }

    private int count() {
        int[] count = {0};
        stub.list(ListSnapshotsRequest.getDefaultInstance())
                .forEachRemaining(message -> count[0] += message.getInfoCount());
        return count[0];
    }

    private static double millis(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e6;
    }

    private static void print(String name, double[] times) {
        Arrays.sort(times);
        System.out.printf(
                Locale.ROOT,
                "%-18s median %8.2f  p99 %8.2f  max %8.2f ms%n",
                name,
                times[times.length / 2],
                times[(int) (times.length * 0.99)],
                times[times.length - 1]);
    }
}
