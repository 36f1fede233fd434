package io.jfs.runtime.oci;

import static io.jfs.linux.mount.MountCalls.MS_PRIVATE;
import static io.jfs.linux.mount.MountCalls.MS_REC;
import static io.jfs.linux.mount.MountCalls.MS_SHARED;
import static io.jfs.linux.mount.MountCalls.MS_SLAVE;

import io.jfs.runtime.plan.MountAttributes;
import io.jfs.runtime.plan.Plan;
import io.jfs.runtime.spec.Hooks.Hook;
import io.jfs.runtime.spec.LinuxSpec;
import io.jfs.runtime.spec.Namespace;
import io.jfs.runtime.spec.NamespaceType;
import io.jfs.runtime.spec.ProcessSpec;
import io.jfs.runtime.spec.RuntimeSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The plan of a container's first process. */
final class ContainerPlan {
    /** Refused: a container without what they ask for would run in another way than its document says. */
    private static final List<String> UNSUPPORTED = List.of("netDevices", "memoryPolicy", "intelRdt");

    private final RuntimeSpec spec;
    private final LinuxSpec linux;
    private final ProcessSpec process;
    private final CreateOptions options;
    private final Path bundle;
    private final Path rootfs;
    private final Plan plan = new Plan();
    private final Slots slots = new Slots();

    ContainerPlan(RuntimeSpec spec, Path bundle, Path rootfs, CreateOptions options) throws IOException {
        this.spec = spec;
        this.linux = spec.linux();
        this.options = options;
        this.bundle = bundle;
        this.rootfs = rootfs;
        this.process =
                spec.process().orElseThrow(() -> new IOException(bundle + ": config.json has no process to run"));
        if (linux.namespace(NamespaceType.MOUNT).isEmpty()) {
            throw new IOException(bundle + ": config.json has no mount namespace, which a container with a root needs");
        }
        for (String section : UNSUPPORTED) {
            if (!spec.json().path("linux").path(section).isMissingNode()) {
                throw new IOException(bundle + ": config.json asks for linux." + section + ", which jfs cannot do");
            }
        }
        if (process.terminal()
                && options.consoleSocket().isEmpty()
                && options.monitor().isEmpty()
                && !options.foreground()) {
            throw new IOException("a container with a terminal needs --console-socket where nobody stays to serve it");
        }
    }

    /** @param cgroups where it starts */
    Plan build(ContainerDirectory directory, ContainerCgroups cgroups) throws IOException {
        host(directory, cgroups);
        identity(directory.id());
        root(cgroups);
        if (hasRuntimeHooks()) {
            plan.sync();
        }
        hooks(spec.hooks().createContainer(), false);
        plan.pivot(options.pivot());
        linux.rootfsPropagation()
                .flatMap(MountFlags::propagation)
                .filter(flags -> (flags & MS_SHARED) != 0)
                .ifPresent(flags -> plan.setAttributes("/", MountAttributes.NONE, MS_SHARED));
        ProcessPlan program = new ProcessPlan(plan, process, linux.seccomp());
        program.prepare();
        linux.personality().ifPresent(program::personality);
        program.enter(() -> {
            plan.ready();
            plan.waitForStart();
            hooks(spec.hooks().startContainer(), true);
        });
        plan.exec(process.args(), program.environment(rootfs), options.preservedFds());
        return plan;
    }

    /** Whether something is to be done on the host before the root is entered. */
    boolean hasRuntimeHooks() {
        return options.beforePivot().isPresent()
                || !spec.hooks().prestart().isEmpty()
                || !spec.hooks().createRuntime().isEmpty();
    }

    private void host(ContainerDirectory directory, ContainerCgroups cgroups) {
        long fresh = 0;
        for (Namespace namespace : linux.namespaces()) {
            if (namespace.path().isEmpty()) {
                fresh |= Integer.toUnsignedLong(namespace.type().cloneFlag());
            }
        }
        plan.namespaces(fresh);
        for (Namespace namespace : linux.namespaces()) {
            namespace.path().ifPresent(path -> plan.join(namespace.type().cloneFlag(), path));
        }
        cgroups.entries().forEach(entry -> plan.cgroup(entry.version(), entry.directory()));
        plan.listenHere(directory.path().toString(), ContainerDirectory.START_SOCKET);
        options.consoleSocket().ifPresent(path -> plan.consoleSocket(path.toString()));
        if (!linux.timeOffsets().isEmpty()) {
            StringBuilder text = new StringBuilder();
            linux.timeOffsets()
                    .forEach((clock, offset) ->
                            text.append("%s %d %d\n".formatted(clock, offset.seconds(), offset.nanoseconds())));
            plan.timeOffsets(text.toString());
        }
        process.oomScoreAdj().ifPresent(plan::oomScoreAdjustment);
        linux.seccomp().flatMap(seccomp -> seccomp.listenerPath()).ifPresent(plan::seccompAgent);
        options.monitor()
                .map(settings -> settings.memoryEventFile().isEmpty()
                        ? settings.withMemoryEventFile(cgroups.memoryEventFile())
                        : settings)
                .ifPresent(plan::monitor);
        if (options.foreground()) {
            plan.foreground();
        }
    }

    /** Whether all its processes end with the first: it is then the init of a PID namespace. */
    static boolean hasOwnProcessNumbers(RuntimeSpec spec) {
        return spec.linux()
                .namespace(NamespaceType.PID)
                .filter(n -> n.path().isEmpty())
                .isPresent();
    }

    private boolean isNew(NamespaceType type) {
        return linux.namespace(type).filter(n -> n.path().isEmpty()).isPresent();
    }

    private void identity(ContainerId id) {
        if (!process.terminal()) {
            plan.session();
        }
        if (options.newKeyring()) {
            plan.keyring("_ses." + id);
        }
        if (linux.namespace(NamespaceType.USER).isPresent()) {
            plan.become(0, 0, IdMaps.allowSetgroups());
        }
        if (isNew(NamespaceType.CGROUP)) {
            plan.unshare(NamespaceType.CGROUP.cloneFlag());
        }
        if (isNew(NamespaceType.NETWORK)) {
            plan.loopback();
        }
    }

    private void root(ContainerCgroups cgroups) throws IOException {
        long propagation =
                linux.rootfsPropagation().flatMap(MountFlags::propagation).orElse(MS_SLAVE | MS_REC);
        boolean isPrivate = (propagation & MS_PRIVATE) != 0;
        plan.propagate((isPrivate ? MS_PRIVATE : MS_SLAVE) | MS_REC);
        int slot = slots.take();
        boolean shared = (propagation & MS_SHARED) != 0;
        long ofRoot = shared ? 0 : isPrivate ? MS_PRIVATE : MS_SLAVE;
        plan.bindHere(slot, rootfs.toString(), true, MountAttributes.NONE, ofRoot, Plan.NO_IDMAP);
        plan.root(slot, rootfs.toString());
        RootPlan root = new RootPlan(plan, slots, spec, bundle, cgroups.path());
        root.mounts();
        root.devices();
        plan.makeDirectory(process.cwd());
        if (process.terminal()) {
            ProcessSpec.ConsoleSize size = process.consoleSize().orElse(new ProcessSpec.ConsoleSize(0, 0));
            plan.terminal(
                    size.height(),
                    size.width(),
                    process.user().uid(),
                    process.user().gid(),
                    true);
        }
        if (spec.root().orElseThrow().readonly()) {
            plan.setAttributes("/", new MountAttributes(RootPlan.READ_ONLY, 0, false), 0);
        }
        spec.hostname().ifPresent(plan::hostname);
        spec.domainname().ifPresent(plan::domainname);
        for (Map.Entry<String, String> setting : linux.sysctl().entrySet()) {
            plan.writeProc("sys/" + Sysctl.path(setting.getKey(), linux), setting.getValue());
        }
        root.hide();
    }

    private void hooks(List<Hook> hooks, boolean created) {
        for (Hook hook : hooks) {
            List<String> arguments = hook.args().isEmpty() ? List.of(hook.path()) : hook.args();
            int timeout = hook.timeoutSeconds().orElse(0);
            plan.hook(
                    hook.path(),
                    arguments,
                    hook.env(),
                    Math.multiplyExact(Math.min(timeout, 2_000_000), 1000),
                    created);
        }
    }

    /** A cgroup directory to start in. */
    record CgroupEntry(int version, String directory) {}
}
