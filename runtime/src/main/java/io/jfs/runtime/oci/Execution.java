package io.jfs.runtime.oci;

import io.jfs.runtime.helper.Helper;
import io.jfs.runtime.helper.HelperMessage;
import io.jfs.runtime.helper.HelperMode;
import io.jfs.runtime.plan.Plan;
import io.jfs.runtime.spec.NamespaceType;
import io.jfs.runtime.spec.ProcessSpec;
import io.jfs.runtime.spec.RuntimeSpec;
import java.io.IOException;
import java.nio.file.Path;

/** Another process of a running container. */
record Execution(ContainerDirectory directory, RuntimeSpec spec, ProcessSpec process, ExecOptions options) {
    /** The program runs, or has ended; the caller closes the helper. */
    Helper run(ProcessRef init) throws IOException {
        if (process.terminal()
                && options.consoleSocket().isEmpty()
                && options.monitor().isEmpty()
                && !options.foreground()) {
            throw new IOException("a process with a terminal needs --console-socket where nobody stays to serve it");
        }
        HelperMode mode = options.monitor().isPresent() ? HelperMode.MONITOR : HelperMode.EXEC;
        Helper helper = Helper.start(mode, plan(init));
        try {
            converse(helper);
            return helper;
        } catch (IOException | RuntimeException e) {
            helper.close();
            throw e;
        }
    }

    private Plan plan(ProcessRef init) throws IOException {
        Plan plan = new Plan();
        plan.joinProcess(init.pid(), init.startTime());
        ContainerCgroups.open(directory).entries().forEach(entry -> plan.cgroup(entry.version(), entry.directory()));
        options.consoleSocket().ifPresent(path -> plan.consoleSocket(path.toString()));
        process.oomScoreAdj().ifPresent(plan::oomScoreAdjustment);
        options.monitor().ifPresent(plan::monitor);
        if (options.foreground()) {
            plan.foreground();
        }
        if (!process.terminal()) {
            plan.session();
        }
        if (spec.linux().namespace(NamespaceType.USER).isPresent()) {
            plan.become(0, 0, IdMaps.allowSetgroups());
        }
        if (process.terminal()) {
            ProcessSpec.ConsoleSize size = process.consoleSize().orElse(new ProcessSpec.ConsoleSize(0, 0));
            plan.terminal(
                    size.height(),
                    size.width(),
                    process.user().uid(),
                    process.user().gid(),
                    false);
        }
        ProcessPlan program = new ProcessPlan(plan, process, spec.linux().seccomp());
        program.prepare();
        program.enter(plan::ready);
        Path root = Path.of("/proc/" + init.pid() + "/root");
        return plan.exec(process.args(), program.environment(root), options.preservedFds());
    }

    private void converse(Helper helper) throws IOException {
        int pid = 0;
        while (true) {
            switch (helper.receive()) {
                case HelperMessage.Created created -> {
                    pid = created.pid();
                    String state = Containers.stateText(directory);
                    helper.go("", "", SeccompState.text(spec, pid, state));
                }
                case HelperMessage.Ready _ -> {
                    if (options.pidFile().isPresent()) {
                        PidFile.write(options.pidFile().get(), pid);
                    }
                    return;
                }
                case HelperMessage.Failed failed -> throw failed.failure();
                case HelperMessage.Gone _ -> throw new IOException("the helper has died");
                case HelperMessage.NeedsMaps _, HelperMessage.Sync _, HelperMessage.Ended _ ->
                    throw new IOException("the helper does what was not asked for");
            }
        }
    }
}
