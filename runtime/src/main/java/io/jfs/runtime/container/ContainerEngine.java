package io.jfs.runtime.container;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.core.store.SnapshotStore;
import io.jfs.core.store.StoreRoot;
import io.jfs.image.oci.Json;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.runtime.cgroup.CgroupStats;
import io.jfs.runtime.container.ContainerOptions.Flag;
import io.jfs.runtime.container.ContainerOptions.Text;
import io.jfs.runtime.network.ContainerNetwork;
import io.jfs.runtime.oci.ContainerId;
import io.jfs.runtime.oci.ExecOptions;
import io.jfs.runtime.oci.OciRuntime;
import io.jfs.runtime.plan.MonitorSettings;
import io.jfs.runtime.seccomp.SeccompArch;
import io.jfs.runtime.seccomp.SeccompCompiler;
import io.jfs.runtime.spec.Resources;
import io.jfs.runtime.spec.SeccompSpec;
import io.jfs.runtime.spec.SpecValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The life of containers. Any number of processes may use the same store; what concerns one container is done by one at
 * a time.
 */
public final class ContainerEngine {
    /** The label of a container's snapshot that names the container. */
    public static final String LABEL = "io.jfs.container";

    private final Setup setup;
    private final ContainerStore store;
    private final OciRuntime runtime;
    private final Volumes volumes;
    private final Creator creator;
    private final States states;
    private final Ending ending;

    /** Gives the snapshots of a driver. */
    public interface Snapshots {
        /** The store stays the caller's. */
        SnapshotStore of(String driver) throws IOException;
    }

    /**
     * Where things are.
     *
     * @param exitCommand what a monitor becomes when its container has ended, the container's ID as last argument;
     *     empty for nothing
     */
    public record Setup(
            StoreRoot root, Snapshots snapshots, ContainerNetwork.Settings network, List<String> exitCommand) {}

    public ContainerEngine(Setup setup) {
        this.setup = setup;
        this.store = new ContainerStore(setup.root());
        this.runtime = new OciRuntime(setup.root().runRoot().resolve("oci"));
        this.volumes = new Volumes(setup.root());
        this.creator = new Creator(setup.snapshots(), store, volumes);
        this.states = new States(runtime);
        this.ending = new Ending(runtime, states);
    }

    /**
     * Does once, for nothing, what takes the JVM long the first time that a container is started: another thread can
     * have done it before.
     *
     * @throws IOException if the default seccomp profile is damaged
     */
    public static void rehearse() throws IOException {
        ObjectNode profile = LinuxSection.seccomp(SecurityOptions.of(ContainerOptions.none()), ContainerOptions.none());
        SpecValue parsed = SpecValue.parse(Json.bytes(profile), "default seccomp profile");
        SeccompCompiler.compile(SeccompSpec.of(parsed), SeccompArch.host());
    }

    /** All containers, newest first. */
    public List<Container> list() throws IOException {
        return store.list();
    }

    /** All containers of a store, newest first. */
    public static List<Container> list(StoreRoot root) throws IOException {
        return new ContainerStore(root).list();
    }

    /**
     * The container that a person means: by name, or by the beginning of an ID.
     *
     * @throws NoSuchContainerException if there is none
     * @throws ContainerException if several begin so
     */
    public Container find(String wanted) throws IOException {
        return store.find(wanted);
    }

    /** The runtime below. */
    public OciRuntime runtime() {
        return runtime;
    }

    /** Its name for the runtime below. */
    public static ContainerId ociId(Container container) {
        return new ContainerId(container.id());
    }

    /**
     * Makes a container; it does not run yet.
     *
     * @throws ContainerException if options contradict each other, or the name is taken; nothing is left then
     */
    public Container create(CreateRequest request) throws IOException {
        Optional<String> network = Sharing.network(request.options());
        if (network.isPresent()) {
            ContainerNetwork.require(setup.network(), network.get());
        }
        return creator.create(request);
    }

    /** Where it is in its life. */
    public ContainerState state(Container container) throws IOException {
        return states.of(container);
    }

    /**
     * Brings a container to where its program waits to be started. Whoever wants to see all that it writes attaches
     * now.
     *
     * @throws ContainerException if it runs already
     */
    public void prepareStart(Container container) throws IOException {
        try (Fd _ = lock(container)) {
            ContainerState state = state(container);
            if (state.isAlive()) {
                throw new ContainerException("container " + container.name() + " is already running");
            }
            release(container);
            starter(container).prepare();
        }
    }

    private Starter starter(Container container) throws IOException {
        return new Starter(setup, runtime, volumes, container, this::pidOf);
    }

    private int pidOf(String other) throws IOException {
        ContainerState state = state(find(other));
        return state.pid()
                .orElseThrow(() -> new ContainerException("cannot join container " + other + ": it is not running"));
    }

    /**
     * Starts the program of a container that was prepared.
     *
     * @throws ErrnoException ENOENT or EACCES if it cannot be executed; the container is as it was before
     */
    public void finishStart(Container container) throws IOException {
        try (Fd _ = lock(container)) {
            RunState state = container.files().readState();
            String address = network(container)
                    .connection()
                    .map(c -> String.join(",", c.addresses()))
                    .orElse("");
            container.files().write(state.started(Instant.now(), address));
            try {
                runtime.start(ociId(container));
            } catch (IOException | RuntimeException e) {
                container.files().write(state.failed(String.valueOf(e.getMessage())));
                release(container);
                throw e;
            }
        }
    }

    /** Starts a container in the background. Nothing happens if it runs already. */
    public void start(Container container) throws IOException {
        if (!state(container).isAlive()) {
            prepareStart(container);
            finishStart(container);
        }
    }

    /**
     * Sends a signal to its first process.
     *
     * @throws ContainerException if it does not run
     */
    public void kill(Container container, int signal) throws IOException {
        requireAlive(container);
        runtime.kill(ociId(container), signal, false);
    }

    private ContainerState requireAlive(Container container) throws IOException {
        ContainerState state = state(container);
        if (!state.isAlive()) {
            throw new ContainerException("container " + container.name() + " is not running");
        }
        return state;
    }

    /** Asks its first process to end; kills it if it has not after so many seconds. Returns when it has ended. */
    public void stop(Container container, int signal, long seconds) throws IOException {
        ending.stop(container, signal, seconds);
        cleanUp(container);
    }

    /** Waits until it does not run; its exit code. */
    public int await(Container container) throws IOException {
        ending.await(container);
        return state(container).exitCode();
    }

    /** Takes away what only a running container needs, unless it runs. Repeatable. */
    public void cleanUp(Container container) throws IOException {
        try (Fd _ = lock(container)) {
            if (!state(container).isAlive()) {
                release(container);
            }
        }
    }

    /**
     * What is to be done when a container has ended: clean up, then remove it or start it again if that was asked for.
     */
    public void ended(Container container) throws IOException {
        Ending.awaitExitFile(container);
        cleanUp(container);
        ContainerOptions options = container.record().options();
        ContainerState state = state(container);
        if (state.isAlive()) {
            return;
        }
        if (options.has(Flag.AUTO_REMOVE)) {
            remove(container, false, true);
            return;
        }
        RestartPolicy policy = RestartPolicy.parse(options.text(Text.RESTART).orElse("no"));
        if (policy.restarts(state.exitCode(), state.run())) {
            Pauses.sleep(Math.min(60_000, 100L << Math.min(20, state.run().restarts())));
            if (!container.files().readState().stoppedByUser()) {
                container.files().write(state.run().restarted());
                start(container);
            }
        }
    }

    // Preconditions: the lock is held, and no process of the container lives.
    private void release(Container container) throws IOException {
        runtime.delete(ociId(container), true);
        network(container).disconnect();
        RootMount.unmount(container.files().rootfs());
    }

    /** Its network. */
    public ContainerNetwork network(Container container) {
        ContainerFiles files = container.files();
        return new ContainerNetwork(setup.network(), container.id(), files.networkNamespace(), files.networkResult());
    }

    /**
     * Removes a container with its writable layer.
     *
     * @param force kills it first if it runs
     * @param withVolumes its anonymous volumes too
     * @throws ContainerException if it runs, without force
     */
    public void remove(Container container, boolean force, boolean withVolumes) throws IOException {
        try (Fd _ = lock(container)) {
            if (state(container).isAlive()) {
                if (!force) {
                    throw new ContainerException("cannot remove container \"" + container.name()
                            + "\": container is running: stop the container before removing or force remove");
                }
                container.files().write(container.files().readState().stopped());
                runtime.delete(ociId(container), true);
            }
            release(container);
            creator.removeSnapshot(container.record());
            if (withVolumes) {
                volumes.removeAnonymous(container.record().volumes());
            }
            store.remove(container.files(), container.name());
        }
    }

    /** Gives it another name. */
    public void rename(Container container, String name) throws IOException {
        try (Fd _ = lock(container)) {
            store.names.take(name, container.id());
            container.files().write(container.record().withName(name));
            store.names.release(container.name());
        }
    }

    /** Stops all its processes until {@link #unpause}. */
    public void pause(Container container) throws IOException {
        requireAlive(container);
        runtime.pause(ociId(container));
    }

    /** Lets its processes go on. */
    public void unpause(Container container) throws IOException {
        requireAlive(container);
        runtime.resume(ociId(container));
    }

    /** Changes limits, now and for later starts. */
    public void update(Container container, ContainerOptions options) throws IOException {
        try (Fd _ = lock(container)) {
            var json = ResourcesSection.of(options);
            var resources = Resources.parse(Json.bytes(json), "limits");
            if (state(container).isAlive()) {
                runtime.update(ociId(container), resources);
            }
            container.files().write(container.record().withOptions(options));
        }
    }

    /** What it uses now. */
    public CgroupStats stats(Container container) throws IOException {
        return runtime.stats(ociId(container));
    }

    /**
     * Runs another process in it; its exit code, or 0 if it is not waited for.
     *
     * @throws ErrnoException ENOENT or EACCES if it cannot be executed
     */
    public int exec(Container container, ExecRequest request) throws IOException {
        ContainerState state = requireAlive(container);
        if (state.status() == ContainerState.Status.PAUSED) {
            throw new ContainerException(
                    "container " + container.name() + " is paused, unpause the container before exec");
        }
        Optional<UserLookup.Identity> user = Optional.empty();
        if (request.user().isPresent()) {
            try (Fd root = openRoot(container)) {
                user = Optional.of(new UserLookup(root).find(request.user().get(), List.of()));
            }
        }
        Sharing sharing = Sharing.of(container.record().options(), this::pidOf);
        String hostname = BundleMaker.hostname(container.record(), sharing);
        ObjectNode process = ExecSection.of(request, container.record(), user, hostname);
        return runtime.exec(
                ociId(container), process, request.foreground() ? ExecOptions.FOREGROUND : background(container));
    }

    // Its output goes nowhere, as with docker; its monitor's files have a directory of their own.
    private static ExecOptions background(Container container) throws IOException {
        Path directory =
                container.files().runDirectory().resolve("exec-" + Names.newId().substring(0, 12));
        Files.createDirectories(directory);
        return ExecOptions.monitored(new MonitorSettings(directory.toString(), "", 0, 1, "", false, false, List.of()));
    }

    /** Its root to read, as it is now; the caller closes it. Any number may read. */
    public Fd openRoot(Container container) throws IOException {
        return RootMount.open(snapshots(container), container);
    }

    /** What is done to a root. */
    @FunctionalInterface
    public interface RootChange {
        /**
         * Does it.
         *
         * @param root to be written through {@code *at} calls; closed afterwards
         */
        void apply(Fd root) throws IOException;
    }

    /**
     * Changes its root. While a container that does not run is changed, it cannot be started, nor changed by others.
     */
    public void changeRoot(Container container, RootChange change) throws IOException {
        try (Fd _ = lock(container)) {
            if (!RootMount.isMounted(container.files().rootfs())) {
                if (state(container).isAlive()) {
                    throw new ContainerException(
                            "container " + container.name() + " runs, but its root is not mounted here");
                }
                try (Fd root = RootMount.openStopped(snapshots(container), container)) {
                    change.apply(root);
                }
                return;
            }
        }
        try (Fd root = openRoot(container)) {
            change.apply(root);
        }
    }

    private SnapshotStore snapshots(Container container) throws IOException {
        return setup.snapshots().of(container.record().driver());
    }

    private static Fd lock(Container container) throws IOException {
        try {
            return container.files().lock();
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENOENT) {
                throw new NoSuchContainerException(container.name());
            }
            throw e;
        }
    }
}
