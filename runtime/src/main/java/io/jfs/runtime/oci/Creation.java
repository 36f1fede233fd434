package io.jfs.runtime.oci;

import io.jfs.runtime.helper.Helper;
import io.jfs.runtime.helper.HelperMessage;
import io.jfs.runtime.helper.HelperMode;
import io.jfs.runtime.plan.Plan;
import io.jfs.runtime.spec.Hooks;
import io.jfs.runtime.spec.RuntimeSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;

/** One container in the making. Whatever fails, nothing of it is left. */
final class Creation {
    private final ContainerDirectory directory;
    private final RuntimeSpec spec;
    private final CreateOptions options;
    private final Path bundle;
    private final Path rootfs;
    private final ContainerCgroups cgroups;
    private final String state;

    Creation(ContainerDirectory directory, RuntimeSpec spec, Path bundle, Path rootfs, CreateOptions options)
            throws IOException {
        this.directory = directory;
        this.spec = spec;
        this.options = options;
        this.bundle = bundle;
        this.rootfs = rootfs;
        this.cgroups = ContainerCgroups.of(directory, spec, options.cgroups());
        String owner = System.getProperty("user.name", "");
        this.state =
                StateText.of(directory.id(), spec, bundle, rootfs, Instant.now().toString(), owner);
    }

    /** The helper, which the caller closes; the container is created. */
    Helper run() throws IOException {
        try {
            directory.replace("config.json", new String(spec.toBytes(), StandardCharsets.UTF_8));
            if (!ContainerPlan.hasOwnProcessNumbers(spec)) {
                directory.replace(ContainerDirectory.SHARED_PROCESSES, "");
            }
            if (!spec.hooks().poststart().isEmpty() || !spec.hooks().poststop().isEmpty()) {
                directory.replace("hooks", "");
            }
            ContainerPlan container = new ContainerPlan(spec, bundle, rootfs, options);
            cgroups.create(spec.linux().resources());
            Plan plan = container.build(directory, cgroups);
            Helper helper = Helper.start(options.monitor().isPresent() ? HelperMode.MONITOR : HelperMode.INIT, plan);
            try {
                converse(helper);
                return helper;
            } catch (IOException | RuntimeException e) {
                helper.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            undo(e);
            throw e;
        }
    }

    private void undo(Exception cause) {
        try {
            cgroups.kill();
            cgroups.remove();
            directory.delete();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private void converse(Helper helper) throws IOException {
        int pid = 0;
        while (true) {
            switch (helper.receive()) {
                case HelperMessage.NeedsMaps needed -> writeMaps(helper, needed.pid());
                case HelperMessage.Created created -> {
                    pid = created.pid();
                    created(helper, pid);
                }
                case HelperMessage.Sync _ -> {
                    beforePivot(pid);
                    helper.synced();
                }
                case HelperMessage.Ready _ -> {
                    ready(pid);
                    return;
                }
                case HelperMessage.Failed failed -> throw failed.failure();
                case HelperMessage.Ended _, HelperMessage.Gone _ -> throw new IOException("the helper has died");
            }
        }
    }

    private void writeMaps(Helper helper, int pid) throws IOException {
        IdMaps.write(pid, spec.linux().uidMappings(), spec.linux().gidMappings());
        helper.mapsWritten();
    }

    private void created(Helper helper, int pid) throws IOException {
        ProcessRef process = ProcessRef.of(pid).orElseThrow(() -> new IOException("the container's init has died"));
        directory.writeState(state);
        directory.writeProcess(process);
        String creating = StateText.with(state, pid, ContainerStatus.CREATING);
        String created = StateText.with(state, pid, ContainerStatus.CREATED);
        helper.go(creating, created, SeccompState.text(spec, pid, creating));
    }

    private void beforePivot(int pid) throws IOException {
        if (options.beforePivot().isPresent()) {
            options.beforePivot().get().run(pid);
        }
        Hooks hooks = spec.hooks();
        String text = StateText.with(state, pid, ContainerStatus.CREATING);
        HookRunner.run("prestart", hooks.prestart(), text);
        HookRunner.run("createRuntime", hooks.createRuntime(), text);
    }

    private void ready(int pid) throws IOException {
        if (options.monitor().isPresent()) {
            MonitorRef.of(pid, options.monitor().get()).write(directory);
        }
        if (options.pidFile().isPresent()) {
            PidFile.write(options.pidFile().get(), pid);
        }
    }
}
