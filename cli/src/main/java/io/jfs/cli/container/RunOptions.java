package io.jfs.cli.container;

import io.jfs.cli.session.UsageException;
import io.jfs.runtime.container.ContainerOptions;
import io.jfs.runtime.container.ContainerOptions.Amount;
import io.jfs.runtime.container.ContainerOptions.Flag;
import io.jfs.runtime.container.ContainerOptions.Text;
import io.jfs.runtime.container.ContainerOptions.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code run} and {@code create}. Filled by picocli. */
final class RunOptions {
    @Option(names = "--name", paramLabel = "NAME", description = "Name of the container")
    @Nullable
    String name;

    @Option(
            names = {"-i", "--interactive"},
            description = "Keep standard input open")
    boolean interactive;

    @Option(
            names = {"-t", "--tty"},
            description = "Give it a terminal")
    boolean terminal;

    @Option(names = "--rm", description = "Remove it when it has ended")
    boolean remove;

    @Option(
            names = {"-e", "--env"},
            paramLabel = "KEY[=VALUE]",
            description = "Environment variable; repeatable")
    List<String> environment = new ArrayList<>();

    @Option(names = "--env-file", paramLabel = "FILE", description = "File of environment variables; repeatable")
    List<Path> environmentFiles = new ArrayList<>();

    @Option(
            names = {"-v", "--volume"},
            paramLabel = "[SOURCE:]PATH[:OPTIONS]",
            description = "Bind mount or volume; repeatable")
    List<String> volumes = new ArrayList<>();

    @Option(names = "--mount", paramLabel = "type=…,…", description = "Bind, volume or tmpfs; repeatable")
    List<String> mounts = new ArrayList<>();

    @Option(names = "--tmpfs", paramLabel = "PATH[:OPTIONS]", description = "Filesystem in memory; repeatable")
    List<String> tmpfs = new ArrayList<>();

    @Option(
            names = {"-w", "--workdir"},
            paramLabel = "PATH",
            description = "Working directory")
    @Nullable
    String directory;

    @Option(
            names = {"-u", "--user"},
            paramLabel = "USER[:GROUP]",
            description = "User and group, names or numbers")
    @Nullable
    String user;

    @Option(names = "--group-add", paramLabel = "GROUP", description = "Supplementary group; repeatable")
    List<String> groups = new ArrayList<>();

    @Option(names = "--entrypoint", paramLabel = "PROGRAM", description = "Program in place of the image's")
    @Nullable
    String entrypoint;

    @Option(names = "--hostname", paramLabel = "NAME", description = "Host name (-h before the image too)")
    @Nullable
    String hostname;

    @Option(names = "--domainname", paramLabel = "NAME", description = "Domain name")
    @Nullable
    String domainname;

    @Option(
            names = {"-l", "--label"},
            paramLabel = "KEY[=VALUE]",
            description = "Label; repeatable")
    List<String> labels = new ArrayList<>();

    @Option(
            names = {"--network", "--net"},
            paramLabel = "MODE",
            description = "bridge, none, host, container:X, ns:PATH or a CNI network")
    @Nullable
    String network;

    @Option(
            names = {"-p", "--publish"},
            paramLabel = "[ADDRESS:][PORT:]PORT[/PROTO]",
            description = "Publish a port; repeatable")
    List<String> publish = new ArrayList<>();

    @Option(names = "--dns", paramLabel = "ADDRESS", description = "Name server; repeatable")
    List<String> dns = new ArrayList<>();

    @Option(names = "--dns-search", paramLabel = "DOMAIN", description = "Search domain; repeatable")
    List<String> dnsSearch = new ArrayList<>();

    @Option(
            names = {"--dns-option", "--dns-opt"},
            paramLabel = "OPTION",
            description = "Resolver option; repeatable")
    List<String> dnsOptions = new ArrayList<>();

    @Option(names = "--add-host", paramLabel = "NAME:ADDRESS", description = "Line for /etc/hosts; repeatable")
    List<String> hosts = new ArrayList<>();

    @Option(names = "--ipc", paramLabel = "MODE", description = "private, host or container:X")
    @Nullable
    String ipc;

    @Option(names = "--pid", paramLabel = "MODE", description = "host or container:X")
    @Nullable
    String pid;

    @Option(names = "--uts", paramLabel = "MODE", description = "host")
    @Nullable
    String uts;

    @Option(names = "--cgroupns", paramLabel = "MODE", description = "private or host")
    @Nullable
    String cgroup;

    @Mixin
    LimitOptions limits = new LimitOptions();

    @Option(names = "--oom-kill-disable", description = "Wait instead of being killed when memory runs out")
    boolean oomKillDisable;

    @Option(names = "--oom-score-adj", paramLabel = "N", description = "From -1000 to 1000")
    @Nullable
    String oomScore;

    @Option(names = "--shm-size", paramLabel = "SIZE", description = "Of /dev/shm (default: 64m)")
    @Nullable
    String shmSize;

    @Option(names = "--ulimit", paramLabel = "TYPE=SOFT[:HARD]", description = "Resource limit; repeatable")
    List<String> ulimits = new ArrayList<>();

    @Option(names = "--cap-add", paramLabel = "CAP", description = "Capability or ALL; repeatable")
    List<String> capAdd = new ArrayList<>();

    @Option(names = "--cap-drop", paramLabel = "CAP", description = "Capability or ALL; repeatable")
    List<String> capDrop = new ArrayList<>();

    @Option(
            names = "--security-opt",
            paramLabel = "OPTION",
            description = "seccomp=FILE|unconfined, no-new-privileges; repeatable")
    List<String> security = new ArrayList<>();

    @Option(names = "--privileged", description = "All capabilities and devices, nothing masked")
    boolean privileged;

    @Option(names = "--read-only", description = "Root filesystem without writes")
    boolean readOnly;

    @Option(names = "--device", paramLabel = "HOST[:PATH[:rwm]]", description = "Device; repeatable")
    List<String> devices = new ArrayList<>();

    @Option(
            names = "--sysctl",
            paramLabel = "KEY=VALUE",
            description = "Kernel parameter of its namespaces; repeatable")
    List<String> sysctls = new ArrayList<>();

    @Option(names = "--init", description = "Run a small init as first process")
    boolean init;

    @Option(names = "--stop-signal", paramLabel = "SIGNAL", description = "For stop")
    @Nullable
    String stopSignal;

    @Option(names = "--stop-timeout", paramLabel = "SECONDS", description = "For stop (default: 10)")
    @Nullable
    String stopTimeout;

    @Option(names = "--cidfile", paramLabel = "FILE", description = "Write the ID into a new file")
    @Nullable
    Path idFile;

    @Option(names = "--pull", paramLabel = "WHEN", hidden = true)
    @Nullable
    String pull;

    @Option(names = "--platform", paramLabel = "OS/ARCH", hidden = true)
    @Nullable
    String platform;

    /** @param arguments of the program */
    ContainerOptions options(List<String> arguments, Map<String, String> environ) throws IOException {
        ContainerOptions options = ContainerOptions.none()
                .with(Texts.ARGUMENTS, arguments)
                .with(Texts.ENVIRONMENT, variables(environ))
                .with(Texts.VOLUMES, volumes)
                .with(Texts.MOUNTS, mounts)
                .with(Texts.TMPFS, tmpfs)
                .with(Texts.GROUPS, groups)
                .with(Texts.LABELS, labels)
                .with(Texts.PUBLISH, publish)
                .with(Texts.DNS, dns)
                .with(Texts.DNS_SEARCH, dnsSearch)
                .with(Texts.DNS_OPTIONS, dnsOptions)
                .with(Texts.HOSTS, hosts)
                .with(Texts.ULIMITS, ulimits)
                .with(Texts.CAP_ADD, capAdd)
                .with(Texts.CAP_DROP, capDrop)
                .with(Texts.SECURITY, security)
                .with(Texts.DEVICES, devices)
                .with(Texts.SYSCTLS, sysctls);
        options = texts(options);
        options = amounts(options);
        return flags(options);
    }

    private ContainerOptions texts(ContainerOptions options) {
        ContainerOptions all = LimitOptions.text(options, Text.DIRECTORY, directory);
        all = LimitOptions.text(all, Text.USER, user);
        all = LimitOptions.text(all, Text.ENTRYPOINT, entrypoint);
        all = LimitOptions.text(all, Text.HOSTNAME, hostname);
        all = LimitOptions.text(all, Text.DOMAINNAME, domainname);
        all = LimitOptions.text(all, Text.NETWORK, network);
        all = LimitOptions.text(all, Text.IPC, ipc);
        all = LimitOptions.text(all, Text.PID, pid);
        all = LimitOptions.text(all, Text.UTS, uts);
        all = LimitOptions.text(all, Text.CGROUP, cgroup);
        return LimitOptions.text(all, Text.STOP_SIGNAL, stopSignal);
    }

    private ContainerOptions amounts(ContainerOptions options) {
        ContainerOptions all = limits.apply(options);
        all = LimitOptions.amount(all, Amount.SHM_SIZE, shmSize == null ? null : Values.bytes("--shm-size", shmSize));
        all = LimitOptions.amount(all, Amount.OOM_SCORE, LimitOptions.number("--oom-score-adj", oomScore));
        return LimitOptions.amount(all, Amount.STOP_TIMEOUT, LimitOptions.number("--stop-timeout", stopTimeout));
    }

    private ContainerOptions flags(ContainerOptions options) {
        ContainerOptions all = options;
        all = terminal ? all.with(Flag.TERMINAL) : all;
        all = interactive ? all.with(Flag.INTERACTIVE) : all;
        all = init ? all.with(Flag.INIT) : all;
        all = privileged ? all.with(Flag.PRIVILEGED) : all;
        all = readOnly ? all.with(Flag.READ_ONLY) : all;
        all = oomKillDisable ? all.with(Flag.OOM_KILL_DISABLE) : all;
        if (remove && limits.restart != null && !limits.restart.equals("no")) {
            throw new UsageException("conflicting options: cannot specify both --restart and --rm");
        }
        return remove ? all.with(Flag.AUTO_REMOVE) : all;
    }

    // A name alone takes the value of jfs's own environment, if that has one.
    private List<String> variables(Map<String, String> environ) throws IOException {
        List<String> texts = new ArrayList<>();
        for (Path file : environmentFiles) {
            for (String line : Files.readAllLines(file)) {
                if (!line.isBlank() && !line.strip().startsWith("#")) {
                    texts.add(line.stripLeading());
                }
            }
        }
        texts.addAll(environment);
        return resolved(texts, environ);
    }

    static List<String> resolved(List<String> texts, Map<String, String> environ) {
        List<String> variables = new ArrayList<>();
        for (String text : texts) {
            if (text.startsWith("=") || text.isBlank()) {
                throw new UsageException("invalid environment variable: " + text);
            }
            String value = environ.get(text);
            if (text.indexOf('=') > 0) {
                variables.add(text);
            } else if (value != null) {
                variables.add(text + "=" + value);
            }
        }
        return variables;
    }
}
