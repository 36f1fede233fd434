package io.jfs.runtime.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.core.SnapshotKey;
import io.jfs.core.store.SnapshotNotFoundException;
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
import io.jfs.runtime.oci.ContainerStatus;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The life of containers. Any number of processes may use the same store; what concerns one container is done by one at
 * a time.
 */
public final class ContainerEngine {
    /** The label of a container's snapshot that names the container. */
    public static final String LABEL = "io.jfs.container";

    /** The label of a snapshot that names the image below. */
    private static final String IMAGE_LABEL = "io.jfs.image";

    private static final int SIGKILL = 9;
    private static final long FIRST_PAUSE_MILLIS = 2;
    private static final long LAST_PAUSE_MILLIS = 50;
    private static final long KILL_SECONDS = 10;

    private final Setup setup;
    private final ContainerStore store;
    private final OciRuntime runtime;
    private final Volumes volumes;

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
        BundleMaker.validate(request.options());
        String id = Names.newId();
        ContainerFiles files = store.files(id);
        Files.createDirectories(files.directory());
        String name = "";
        try {
            name = request.name().isPresent() ? request.name().get() : store.names.takeAny(id);
            if (request.name().isPresent()) {
                store.names.take(name, id);
            }
            return create(request, id, name, files);
        } catch (IOException | RuntimeException e) {
            undo(files, store.names.find(name).filter(id::equals).isPresent() ? name : "", e);
            throw e;
        }
    }

    private Container create(CreateRequest request, String id, String name, ContainerFiles files) throws IOException {
        var config = request.image().config();
        Iterable<String> ofImage = config.execution().path("Volumes")::fieldNames;
        ContainerRecord record = new ContainerRecord(
                id,
                name,
                Instant.now(),
                request.asked(),
                request.image().id().toString(),
                request.image().displayName(),
                request.driver(),
                request.options(),
                objectOf(config.execution()).deepCopy(),
                volumes.use(request.options(), ofImage));
        ProcessSection.arguments(record);
        SnapshotStore snapshots = setup.snapshots().of(request.driver());
        SnapshotKey key = new SnapshotKey(record.snapshot());
        Map<String, String> labels = new HashMap<>(request.labels());
        labels.put(LABEL, id);
        labels.put(IMAGE_LABEL, request.image().id().toString());
        snapshots.prepare(key, Optional.of(request.top()), labels);
        try {
            try (Fd root = snapshots.openTree(key)) {
                volumes.make(record.volumes(), root);
                new UserLookup(root)
                        .find(
                                request.options().text(Text.USER).orElse(config.user()),
                                request.options().texts(ContainerOptions.Texts.GROUPS));
            }
            files.write(record);
        } catch (IOException | RuntimeException e) {
            removeSnapshot(record);
            volumes.removeAnonymous(record.volumes());
            throw e;
        }
        return new Container(record, files);
    }

    private static ObjectNode objectOf(JsonNode node) {
        return node instanceof ObjectNode object ? object : Json.object();
    }

    private void undo(ContainerFiles files, String name, Exception cause) {
        try {
            store.remove(files, name.isEmpty() ? "-" : name);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /** Where it is in its life. */
    public ContainerState state(Container container) throws IOException {
        RunState run = container.files().readState();
        Optional<ContainerStatus> below = below(container);
        if (below.isPresent() && below.get() != ContainerStatus.STOPPED) {
            Optional<Integer> pid = runtime.pid(ociId(container));
            if (pid.isPresent()) {
                ContainerState.Status status = switch (below.get()) {
                    case PAUSED -> ContainerState.Status.PAUSED;
                    case RUNNING -> ContainerState.Status.RUNNING;
                    default -> ContainerState.Status.CREATED;
                };
                return new ContainerState(status, OptionalInt.of(pid.get()), run, Optional.empty());
            }
        }
        if (run.startedAt().isEmpty()) {
            return new ContainerState(ContainerState.Status.CREATED, OptionalInt.empty(), run, Optional.empty());
        }
        ExitRecord exit = container.files().readExit().orElse(ExitRecord.UNKNOWN);
        return new ContainerState(ContainerState.Status.EXITED, OptionalInt.empty(), run, Optional.of(exit));
    }

    private Optional<ContainerStatus> below(Container container) throws IOException {
        try {
            return Optional.of(runtime.status(ociId(container)));
        } catch (io.jfs.runtime.oci.NoSuchContainerException _) {
            return Optional.empty();
        }
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
        ContainerState state = state(container);
        container.files().write(state.run().stopped());
        if (state.isAlive()) {
            if (state.status() == ContainerState.Status.PAUSED) {
                runtime.resume(ociId(container));
            }
            signalQuietly(container, signal);
            if (!awaitEnd(container, seconds < 0 ? Long.MAX_VALUE / 2 : seconds)) {
                signalQuietly(container, SIGKILL);
                if (!awaitEnd(container, KILL_SECONDS)) {
                    throw new ContainerException("container " + container.name() + " does not end");
                }
            }
        }
        cleanUp(container);
    }

    // It may have ended just now.
    private void signalQuietly(Container container, int signal) throws IOException {
        try {
            runtime.kill(ociId(container), signal, signal == SIGKILL);
        } catch (IOException e) {
            if (state(container).isAlive()) {
                throw e;
            }
        }
    }

    private boolean awaitEnd(Container container, long seconds) throws IOException {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        long pause = FIRST_PAUSE_MILLIS;
        while (state(container).isAlive()) {
            if (seconds < Long.MAX_VALUE / 4_000_000_000L && System.nanoTime() > end) {
                return false;
            }
            Pauses.sleep(pause);
            pause = Math.min(LAST_PAUSE_MILLIS, 2 * pause);
        }
        return true;
    }

    /** Waits until it does not run; its exit code. */
    public int await(Container container) throws IOException {
        awaitEnd(container, Long.MAX_VALUE / 2);
        awaitExitFile(container);
        return state(container).exitCode();
    }

    // The first process is gone a moment before its monitor has written how.
    private void awaitExitFile(Container container) throws IOException {
        for (int i = 0; i < 100 && container.files().readExit().isEmpty(); i++) {
            if (container.files().readState().startedAt().isEmpty()) {
                return;
            }
            Pauses.sleep(FIRST_PAUSE_MILLIS);
        }
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
        awaitExitFile(container);
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
            removeSnapshot(container.record());
            if (withVolumes) {
                volumes.removeAnonymous(container.record().volumes());
            }
            store.remove(container.files(), container.name());
        }
    }

    private void removeSnapshot(ContainerRecord record) throws IOException {
        SnapshotStore snapshots = setup.snapshots().of(record.driver());
        try {
            snapshots.remove(new SnapshotKey(record.snapshot()));
        } catch (SnapshotNotFoundException _) {
            return;
        }
        snapshots.cleanup();
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
        ObjectNode process = Json.object().put("terminal", request.terminal());
        process.set("args", ProcessSection.array(request.command()));
        List<String> environment = new ArrayList<>(request.terminal() ? List.of("TERM=xterm") : List.of());
        environment.addAll(ProcessSection.environment(
                container.record(), BundleMaker.hostname(container.record(), sharing(container))));
        environment.addAll(request.environment());
        process.set("env", ProcessSection.array(ProcessSection.merged(environment)));
        request.directory().ifPresent(directory -> process.put("cwd", directory));
        if (request.user().isPresent()) {
            try (Fd root = openRoot(container)) {
                process.set(
                        "user",
                        ProcessSection.user(
                                new UserLookup(root).find(request.user().get(), List.of())));
            }
        }
        if (request.privileged()) {
            ContainerOptions all = ContainerOptions.none().with(Flag.PRIVILEGED);
            process.set("capabilities", ProcessSection.capabilities(Capabilities.of(all)));
        }
        return runtime.exec(
                ociId(container), process, request.foreground() ? ExecOptions.FOREGROUND : background(container));
    }

    private Sharing sharing(Container container) throws IOException {
        return Sharing.of(container.record().options(), this::pidOf);
    }

    // Its output goes nowhere, as with docker; its monitor's files have a directory of their own.
    private static ExecOptions background(Container container) throws IOException {
        Path directory =
                container.files().runDirectory().resolve("exec-" + Names.newId().substring(0, 12));
        Files.createDirectories(directory);
        return ExecOptions.monitored(new MonitorSettings(directory.toString(), "", 0, 1, "", false, false, List.of()));
    }

    /** Its root to read or write; the caller closes it. */
    public Fd openRoot(Container container) throws IOException {
        return RootMount.open(setup.snapshots().of(container.record().driver()), container);
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
