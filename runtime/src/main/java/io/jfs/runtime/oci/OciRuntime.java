package io.jfs.runtime.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.runtime.cgroup.Cgroup;
import io.jfs.runtime.cgroup.CgroupStats;
import io.jfs.runtime.helper.Helper;
import io.jfs.runtime.helper.HelperMessage;
import io.jfs.runtime.spec.ProcessSpec;
import io.jfs.runtime.spec.Resources;
import io.jfs.runtime.spec.RuntimeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Containers below one root directory, by the verbs of the OCI runtime-spec. Any number of processes may use the same
 * root. Without a monitor, a container's standard files are those of the process that creates it, and its end is seen
 * by whoever is the nearest subreaper above that process, as with runc.
 *
 * @param root where the containers' directories are
 */
public record OciRuntime(Path root) {
    /** The largest {@code config.json}. */
    private static final long MAX_CONFIG_BYTES = 4L << 20;

    private static final int SIGKILL = 9;

    /**
     * Makes a container out of a bundle; its program waits to be started.
     *
     * @param bundle has {@code config.json}
     * @throws IOException says which operation failed on what; nothing is left of the container then
     */
    public void create(Path bundle, ContainerId id, CreateOptions options) throws IOException {
        prepare(bundle, id, options).close();
    }

    /** As {@link #create} with {@link #start}, then waits for the program; its exit code. */
    public int run(Path bundle, ContainerId id, CreateOptions options) throws IOException {
        try (Helper helper = prepare(bundle, id, options)) {
            try {
                start(id);
            } catch (IOException e) {
                deleteAfter(id, e);
                throw e;
            }
            return await(helper);
        }
    }

    private void deleteAfter(ContainerId id, IOException cause) {
        try {
            delete(id, true);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private static int await(Helper helper) throws IOException {
        while (true) {
            switch (helper.receive()) {
                case HelperMessage.Ended ended -> {
                    return ended.code();
                }
                case HelperMessage.Failed failed -> throw failed.failure();
                case HelperMessage.Gone _ -> throw new IOException("the helper has died; its container goes on");
                default -> {}
            }
        }
    }

    private Helper prepare(Path bundle, ContainerId id, CreateOptions options) throws IOException {
        Path absolute = bundle.toAbsolutePath().normalize();
        Path config = absolute.resolve("config.json");
        if (Files.size(config) > MAX_CONFIG_BYTES) {
            throw new IOException(config + " is larger than " + MAX_CONFIG_BYTES + " bytes");
        }
        RuntimeSpec spec = RuntimeSpec.parse(Files.readAllBytes(config), config.toString());
        String path = spec.root()
                .orElseThrow(() -> new IOException(config + " has no root"))
                .path();
        Path rootfs = absolute.resolve(path).toRealPath();
        if (!Files.isDirectory(rootfs)) {
            throw new IOException(rootfs + " is no directory, and cannot be a root");
        }
        ContainerDirectory directory = ContainerDirectory.create(root, id);
        try {
            return new Creation(directory, spec, absolute, rootfs, options).run();
        } catch (IOException | RuntimeException e) {
            directory.delete();
            throw e;
        }
    }

    /**
     * Starts a created container's program.
     *
     * @throws IOException if it is not created but running or stopped, or the program cannot be executed
     */
    public void start(ContainerId id) throws IOException {
        ContainerDirectory directory = ContainerDirectory.find(root, id);
        ContainerStatus status = Containers.status(directory);
        if (status != ContainerStatus.CREATED) {
            throw new IOException("cannot start container " + id + ": it is " + status.specName() + ", not created");
        }
        StartSocket.start(directory.startSocket());
        if (Files.exists(directory.file("hooks"))) {
            Containers.poststart(directory);
        }
    }

    /** The state as the runtime-spec has it, JSON. */
    public String state(ContainerId id) throws IOException {
        return Containers.stateText(ContainerDirectory.find(root, id));
    }

    /** Where it is in its life. */
    public ContainerStatus status(ContainerId id) throws IOException {
        return Containers.status(ContainerDirectory.find(root, id));
    }

    /** The host's number of the first process; empty if it has ended. */
    public Optional<Integer> pid(ContainerId id) throws IOException {
        return Containers.alive(ContainerDirectory.find(root, id)).map(ProcessRef::pid);
    }

    /** The names of all containers. */
    public List<ContainerId> list() throws IOException {
        return ContainerDirectory.list(root);
    }

    /**
     * Sends a signal to the first process; SIGKILL to all where they would not end with the first.
     *
     * @param all to all processes of the container
     * @throws IOException if the container is stopped
     */
    public void kill(ContainerId id, int signal, boolean all) throws IOException {
        ContainerDirectory directory = ContainerDirectory.find(root, id);
        boolean together = signal == SIGKILL && Files.exists(directory.file(ContainerDirectory.SHARED_PROCESSES));
        if (all || together) {
            Containers.killAll(directory, signal);
            return;
        }
        Optional<ProcessRef> process = Containers.alive(directory);
        if (process.isEmpty() || !process.get().signal(signal)) {
            throw new IOException("cannot kill container " + id + ": container not running");
        }
    }

    /**
     * Starts another process in a running container. In the foreground, returns its exit code; else 0.
     *
     * @param json overrides of the container's process, as in {@code config.json}: at least {@code args}; the rest is
     *     that of the container's first process
     */
    public int exec(ContainerId id, ObjectNode json, ExecOptions options) throws IOException {
        ContainerDirectory directory = ContainerDirectory.find(root, id);
        ContainerStatus status = Containers.status(directory);
        if (status == ContainerStatus.PAUSED && !options.ignorePaused()) {
            throw new IOException("cannot exec in a paused container: " + id);
        }
        if (status == ContainerStatus.STOPPED || status == ContainerStatus.CREATING) {
            throw new IOException("cannot exec in container " + id + ": it is " + status.specName());
        }
        RuntimeSpec spec = Containers.spec(directory);
        ProcessSpec process = ExecProcess.of(spec, json);
        ProcessRef init = directory.process().orElseThrow();
        try (Helper helper = new Execution(directory, spec, process, options).run(init)) {
            return options.foreground() ? await(helper) : 0;
        }
    }

    /** The processes of a container, as the host numbers them. */
    public List<Integer> processes(ContainerId id) throws IOException {
        return Containers.processes(ContainerDirectory.find(root, id));
    }

    /** Stops all processes of a running container until {@link #resume}. */
    public void pause(ContainerId id) throws IOException {
        cgroupIf(id, ContainerStatus.RUNNING, "pause").freeze();
    }

    /** Lets a paused container go on. */
    public void resume(ContainerId id) throws IOException {
        cgroupIf(id, ContainerStatus.PAUSED, "resume").thaw();
    }

    private Cgroup cgroupIf(ContainerId id, ContainerStatus wanted, String verb) throws IOException {
        ContainerDirectory directory = ContainerDirectory.find(root, id);
        ContainerStatus status = Containers.status(directory);
        if (status != wanted) {
            throw new IOException("cannot " + verb + " container " + id + ": it is " + status.specName() + ", not "
                    + wanted.specName());
        }
        return ContainerCgroups.open(directory).get();
    }

    /** Changes limits; what is absent stays. */
    public void update(ContainerId id, Resources resources) throws IOException {
        ContainerCgroups.open(ContainerDirectory.find(root, id)).get().update(resources);
    }

    /** What a container used. */
    public CgroupStats stats(ContainerId id) throws IOException {
        return ContainerCgroups.open(ContainerDirectory.find(root, id)).get().stats();
    }

    /**
     * Removes a stopped container.
     *
     * @param force kills it first if it is not stopped; and it is no error then if there is none
     */
    public void delete(ContainerId id, boolean force) throws IOException {
        ContainerDirectory directory;
        try {
            directory = ContainerDirectory.find(root, id);
        } catch (NoSuchContainerException e) {
            if (force) {
                return;
            }
            throw e;
        }
        ContainerStatus status = Containers.status(directory);
        if (status != ContainerStatus.STOPPED && status != ContainerStatus.CREATED && !force) {
            throw new IOException("cannot delete container " + id + " that is not stopped: " + status.specName());
        }
        Containers.delete(directory);
    }
}
