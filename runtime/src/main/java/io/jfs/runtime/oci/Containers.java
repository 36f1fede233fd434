package io.jfs.runtime.oci;

import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.runtime.cgroup.Cgroup;
import io.jfs.runtime.spec.RuntimeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** What the verbs do with a container that exists. */
final class Containers {
    private static final int SIGKILL = 9;
    private static final int KILL_ROUNDS = 1000;
    private static final long ROUND_MILLIS = 10;

    private Containers() {}

    static Optional<ProcessRef> alive(ContainerDirectory directory) throws IOException {
        Optional<ProcessRef> process = directory.process();
        return process.isPresent() && process.get().isAlive() ? process : Optional.empty();
    }

    static ContainerStatus status(ContainerDirectory directory) throws IOException {
        Optional<ProcessRef> process = directory.process();
        if (process.isEmpty()) {
            return ContainerStatus.CREATING;
        }
        if (!process.get().isAlive()) {
            return ContainerStatus.STOPPED;
        }
        if (Files.exists(directory.startSocket())) {
            return ContainerStatus.CREATED;
        }
        return Freezer.isFrozen(directory) ? ContainerStatus.PAUSED : ContainerStatus.RUNNING;
    }

    static String stateText(ContainerDirectory directory) throws IOException {
        String state = directory
                .state()
                .orElseThrow(() -> new IOException("container " + directory.id() + " is still being created"));
        ContainerStatus status = status(directory);
        int pid = status == ContainerStatus.STOPPED
                ? 0
                : directory.process().orElseThrow().pid();
        return StateText.with(state, pid, status);
    }

    static RuntimeSpec spec(ContainerDirectory directory) throws IOException {
        return RuntimeSpec.parse(
                Files.readAllBytes(directory.file("config.json")),
                directory.file("config.json").toString());
    }

    /** A container whose hook fails is stopped. */
    static void poststart(ContainerDirectory directory) throws IOException {
        try {
            HookRunner.run("poststart", spec(directory).hooks().poststart(), stateText(directory));
        } catch (IOException e) {
            Optional<ProcessRef> process = alive(directory);
            if (process.isPresent()) {
                process.get().signal(SIGKILL);
            }
            throw e;
        }
    }

    /** Signals every process of the container. */
    static void killAll(ContainerDirectory directory, int signal) throws IOException {
        ContainerCgroups cgroups = ContainerCgroups.open(directory);
        if (cgroups.path().isEmpty()) {
            signalNamespace(directory, signal);
            return;
        }
        Cgroup cgroup = cgroups.get();
        if (signal == SIGKILL) {
            cgroup.kill();
            return;
        }
        for (int pid : cgroup.processes()) {
            Optional<ProcessRef> process = ProcessRef.of(pid);
            if (process.isPresent()) {
                process.get().signal(signal);
            }
        }
    }

    // SIGKILL of the first process of a PID namespace ends all.
    private static void signalNamespace(ContainerDirectory directory, int signal) throws IOException {
        Optional<ProcessRef> init = alive(directory);
        if (init.isPresent() && signal == SIGKILL) {
            init.get().signal(signal);
        }
        for (int pid : signal == SIGKILL ? List.<Integer>of() : processes(directory)) {
            Optional<ProcessRef> process = ProcessRef.of(pid);
            if (process.isPresent()) {
                process.get().signal(signal);
            }
        }
    }

    /**
     * The processes of a container, as the host numbers them. Of one that has neither a cgroup nor process numbers of
     * its own only the first is known: all others there are somebody else's.
     */
    static List<Integer> processes(ContainerDirectory directory) throws IOException {
        ContainerCgroups cgroups = ContainerCgroups.open(directory);
        if (cgroups.path().isPresent()) {
            return cgroups.get().processes();
        }
        Optional<ProcessRef> init = alive(directory);
        if (init.isEmpty()) {
            return List.of();
        }
        int first = init.get().pid();
        boolean shared = Files.exists(directory.file(ContainerDirectory.SHARED_PROCESSES));
        return shared ? List.of(first) : PidNamespace.processes(first);
    }

    /** Kills what is left, and removes everything. */
    static void delete(ContainerDirectory directory) throws IOException {
        Optional<ProcessRef> process = alive(directory);
        if (process.isPresent()) {
            process.get().signal(SIGKILL);
            awaitEnd(process.get());
        }
        Optional<MonitorRef> monitor = MonitorRef.find(directory);
        if (monitor.isPresent()) {
            monitor.get().awaitExitFile();
        }
        ContainerCgroups cgroups = ContainerCgroups.open(directory);
        cgroups.kill();
        cgroups.remove();
        boolean hooks = Files.exists(directory.file("hooks"));
        Optional<RuntimeSpec> spec = hooks ? Optional.of(spec(directory)) : Optional.empty();
        String state = hooks ? stateText(directory) : "";
        directory.delete();
        if (spec.isPresent()) {
            HookRunner.runAll("poststop", spec.get().hooks().poststop(), state);
        }
    }

    private static void awaitEnd(ProcessRef process) throws IOException {
        for (int i = 0; i < KILL_ROUNDS; i++) {
            if (!process.isAlive()) {
                return;
            }
            try {
                Thread.sleep(ROUND_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ErrnoException(Errno.EINTR, "kill", Integer.toString(process.pid()));
            }
        }
        throw new IOException("process " + process.pid() + " does not die");
    }
}
