package io.jfs.cli.backend;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.kubernetes.cri.v1.ContainerConfig;
import io.kubernetes.cri.v1.ContainerMetadata;
import io.kubernetes.cri.v1.ContainerStats;
import io.kubernetes.cri.v1.ContainerStatsRequest;
import io.kubernetes.cri.v1.CreateContainerRequest;
import io.kubernetes.cri.v1.ExecSyncRequest;
import io.kubernetes.cri.v1.ExecSyncResponse;
import io.kubernetes.cri.v1.FilesystemUsage;
import io.kubernetes.cri.v1.ImageFsInfoRequest;
import io.kubernetes.cri.v1.ImageServiceGrpc;
import io.kubernetes.cri.v1.ImageServiceGrpc.ImageServiceBlockingStub;
import io.kubernetes.cri.v1.ImageSpec;
import io.kubernetes.cri.v1.ListContainerStatsRequest;
import io.kubernetes.cri.v1.ListImagesRequest;
import io.kubernetes.cri.v1.PodSandboxConfig;
import io.kubernetes.cri.v1.PodSandboxMetadata;
import io.kubernetes.cri.v1.PodSandboxStatusRequest;
import io.kubernetes.cri.v1.RemoveContainerRequest;
import io.kubernetes.cri.v1.RemoveImageRequest;
import io.kubernetes.cri.v1.RemovePodSandboxRequest;
import io.kubernetes.cri.v1.RunPodSandboxRequest;
import io.kubernetes.cri.v1.RuntimeCondition;
import io.kubernetes.cri.v1.RuntimeServiceGrpc;
import io.kubernetes.cri.v1.RuntimeServiceGrpc.RuntimeServiceBlockingStub;
import io.kubernetes.cri.v1.StartContainerRequest;
import io.kubernetes.cri.v1.StatusRequest;
import io.kubernetes.cri.v1.StopContainerRequest;
import io.kubernetes.cri.v1.StopPodSandboxRequest;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** Asks containerd what kubelet asks, for pods of one container each. */
final class Kubelet implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 120;

    /** A pod that runs. */
    record Pod(String sandbox, String container) {}

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ManagedChannel channel;
    private final Path logs;
    private final Queue<String> sandboxes = new ConcurrentLinkedQueue<>();

    /** @param logs where containers' output goes */
    Kubelet(Path socket, Path logs) {
        this.logs = logs;
        channel = NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
                .eventLoopGroup(loop)
                .usePlaintext()
                .build();
    }

    private RuntimeServiceBlockingStub runtime() {
        return RuntimeServiceGrpc.newBlockingStub(channel).withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private ImageServiceBlockingStub imageService() {
        return ImageServiceGrpc.newBlockingStub(channel).withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Which of the runtime's conditions do not hold. */
    List<String> unready() {
        return runtime().status(StatusRequest.getDefaultInstance()).getStatus().getConditionsList().stream()
                .filter(condition -> !condition.getStatus())
                .map(RuntimeCondition::getMessage)
                .toList();
    }

    Pod run(String name, String image, String script) {
        PodSandboxConfig config = PodSandboxConfig.newBuilder()
                .setMetadata(PodSandboxMetadata.newBuilder()
                        .setName(name)
                        .setUid(name)
                        .setNamespace("default"))
                .setHostname(name)
                .setLogDirectory(logs.resolve(name).toString())
                .build();
        String sandbox = runtime()
                .runPodSandbox(
                        RunPodSandboxRequest.newBuilder().setConfig(config).build())
                .getPodSandboxId();
        sandboxes.add(sandbox);
        String container = runtime()
                .createContainer(CreateContainerRequest.newBuilder()
                        .setPodSandboxId(sandbox)
                        .setSandboxConfig(config)
                        .setConfig(ContainerConfig.newBuilder()
                                .setMetadata(ContainerMetadata.newBuilder().setName("main"))
                                .setImage(ImageSpec.newBuilder().setImage(image))
                                .addAllCommand(List.of("/bin/sh", "-c", script))
                                .setLogPath("main.log"))
                        .build())
                .getContainerId();
        var _ = runtime()
                .startContainer(StartContainerRequest.newBuilder()
                        .setContainerId(container)
                        .build());
        return new Pod(sandbox, container);
    }

    String address(Pod pod) {
        return runtime()
                .podSandboxStatus(PodSandboxStatusRequest.newBuilder()
                        .setPodSandboxId(pod.sandbox())
                        .build())
                .getStatus()
                .getNetwork()
                .getIp();
    }

    /** What a command in the container prints, its errors included. */
    String exec(Pod pod, String script) {
        ExecSyncResponse response = runtime()
                .execSync(ExecSyncRequest.newBuilder()
                        .setContainerId(pod.container())
                        .addAllCmd(List.of("/bin/sh", "-c", script))
                        .build());
        return response.getStdout().toStringUtf8() + response.getStderr().toStringUtf8();
    }

    ContainerStats stats(Pod pod) {
        return runtime()
                .containerStats(ContainerStatsRequest.newBuilder()
                        .setContainerId(pod.container())
                        .build())
                .getStats();
    }

    List<String> containersWithStats() {
        return runtime().listContainerStats(ListContainerStatsRequest.getDefaultInstance()).getStatsList().stream()
                .map(stats -> stats.getAttributes().getId())
                .toList();
    }

    void stop(Pod pod) {
        var _ = runtime()
                .stopContainer(StopContainerRequest.newBuilder()
                        .setContainerId(pod.container())
                        .build());
    }

    void remove(Pod pod) {
        var _ = runtime()
                .removeContainer(RemoveContainerRequest.newBuilder()
                        .setContainerId(pod.container())
                        .build());
        removeSandbox(pod.sandbox());
        sandboxes.remove(pod.sandbox());
    }

    private void removeSandbox(String sandbox) {
        var _ = runtime()
                .stopPodSandbox(StopPodSandboxRequest.newBuilder()
                        .setPodSandboxId(sandbox)
                        .build());
        var _ = runtime()
                .removePodSandbox(RemovePodSandboxRequest.newBuilder()
                        .setPodSandboxId(sandbox)
                        .build());
    }

    List<String> images() {
        return imageService().listImages(ListImagesRequest.getDefaultInstance()).getImagesList().stream()
                .flatMap(image -> image.getRepoTagsList().stream())
                .sorted()
                .toList();
    }

    void removeImage(String image) {
        var _ = imageService()
                .removeImage(RemoveImageRequest.newBuilder()
                        .setImage(ImageSpec.newBuilder().setImage(image))
                        .build());
    }

    FilesystemUsage imageFilesystem() {
        return imageService()
                .imageFsInfo(ImageFsInfoRequest.getDefaultInstance())
                .getImageFilesystemsList()
                .getFirst();
    }

    /** Removes the pods that are left. */
    @Override
    public void close() {
        try {
            sandboxes.forEach(this::removeSandbox);
        } finally {
            channel.shutdownNow();
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }
}
