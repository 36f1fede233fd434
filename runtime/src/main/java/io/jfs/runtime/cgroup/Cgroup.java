package io.jfs.runtime.cgroup;

import io.jfs.runtime.spec.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A container's cgroup: one directory in each hierarchy that can limit, count, freeze or kill it. Nothing is kept in
 * memory, so any process can open the same cgroup by its path.
 */
public final class Cgroup {
    private static final int FREEZE_TRIES = 500;
    private static final String FREEZE = "cgroup.freeze";

    private final Hierarchies hierarchies;
    private final CgroupPath path;

    private Cgroup(Hierarchies hierarchies, CgroupPath path) {
        this.hierarchies = hierarchies;
        this.path = path;
    }

    /** The cgroup at this path, which need not exist. */
    public static Cgroup at(CgroupPath path) throws IOException {
        return at(Hierarchies.read(), path);
    }

    /** The cgroup at this path of known hierarchies. */
    public static Cgroup at(Hierarchies hierarchies, CgroupPath path) {
        return new Cgroup(hierarchies, path);
    }

    /**
     * A directory that a process is to join.
     *
     * @param version of cgroups, 1 or 2
     */
    public record Entry(int version, Path directory) {}

    /** The path, below the root of each hierarchy. */
    public CgroupPath path() {
        return path;
    }

    /**
     * Where processes are to join; that of version 2 first. A controller that shares a hierarchy with another is not
     * named twice.
     */
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        unified().ifPresent(directory -> entries.add(new Entry(2, directory)));
        legacyDirectories().forEach(directory -> entries.add(new Entry(1, directory)));
        return entries;
    }

    private Set<Path> legacyDirectories() {
        Set<Path> directories = new LinkedHashSet<>();
        hierarchies.legacy().forEach((controller, root) -> {
            // Version 2 freezes without a controller, and with one place less to join.
            if (!controller.equals("freezer") || hierarchies.unified().isEmpty()) {
                directories.add(root.resolve(path.text()));
            }
        });
        return directories;
    }

    /** The directory of version 2, if the machine has it. */
    public Optional<Path> unified() {
        return hierarchies.unified().map(root -> root.resolve(path.text()));
    }

    /** The controller's directory in version 1; empty if version 2 has it, or nobody. */
    Optional<Path> legacy(String controller) {
        return hierarchies.legacy(controller).map(root -> root.resolve(path.text()));
    }

    boolean isUnified(String controller) {
        return hierarchies.isUnified(controller);
    }

    /** The controller's directory in the version that has it. */
    Optional<Path> directory(String controller) {
        return isUnified(controller) ? unified() : legacy(controller);
    }

    /** Where version 1 keeps rules for devices; empty if they are a program on the directory of version 2. */
    public Optional<Path> deviceDirectory() {
        return legacy("devices");
    }

    /** Whether the cgroup is there, in any hierarchy. */
    public boolean exists() {
        return entries().stream().anyMatch(entry -> Files.isDirectory(entry.directory()));
    }

    /**
     * Makes the directories and sets the limits.
     *
     * @throws IOException if a limit needs a controller that the machine does not have, or the kernel refuses it;
     *     nothing of the cgroup is left then
     */
    public void create(Resources resources) throws IOException {
        try {
            makeDirectories();
            update(resources);
        } catch (IOException | RuntimeException e) {
            try {
                remove();
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    private void makeDirectories() throws IOException {
        if (hierarchies.unified().isPresent()) {
            enableControllers(hierarchies.unified().get());
            Files.createDirectories(unified().orElseThrow());
        }
        for (Path directory : legacyDirectories()) {
            Files.createDirectories(directory);
        }
        if (hierarchies.legacy("cpuset").isPresent()) {
            inheritCpuset(hierarchies.legacy("cpuset").get());
        }
    }

    // A child has the controllers that its parent hands down, all the way from the root.
    private void enableControllers(Path root) throws IOException {
        Path parent = root;
        for (String part : path.text().split("/", -1)) {
            String words = Files.exists(parent.resolve("cgroup.subtree_control"))
                    ? CgroupFiles.read(parent.resolve("cgroup.subtree_control"))
                    : "";
            boolean ours = Files.isWritable(parent.resolve("cgroup.subtree_control"));
            Set<String> enabled = Set.of(words.split(" ", -1));
            for (String controller : hierarchies.unifiedControllers()) {
                if (ours && !enabled.contains(controller) && available(parent).contains(controller)) {
                    CgroupFiles.write(parent.resolve("cgroup.subtree_control"), "+" + controller);
                }
            }
            parent = parent.resolve(part);
            if (!parent.equals(root.resolve(path.text()))) {
                Files.createDirectories(parent);
            }
        }
    }

    private static Set<String> available(Path directory) throws IOException {
        return Set.of(CgroupFiles.read(directory.resolve("cgroup.controllers")).split(" ", -1));
    }

    // In version 1 a new cpuset is empty, and no process can join it.
    private void inheritCpuset(Path root) throws IOException {
        Path parent = root;
        for (String part : path.text().split("/", -1)) {
            Path child = parent.resolve(part);
            for (String file : List.of("cpuset.cpus", "cpuset.mems")) {
                if (CgroupFiles.read(child.resolve(file)).isEmpty()) {
                    CgroupFiles.write(child.resolve(file), CgroupFiles.read(parent.resolve(file)));
                }
            }
            parent = child;
        }
    }

    /**
     * Sets limits; those that are absent stay.
     *
     * @throws IOException if a limit needs a controller that the machine does not have, or the kernel refuses it; those
     *     before it are set then
     */
    public void update(Resources resources) throws IOException {
        try {
            for (Setting setting : settings(resources)) {
                apply(setting);
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("cannot limit " + path + ": " + e.getMessage(), e);
        }
    }

    // A limit of version 1 is set where version 1 has its controller; the same limit in terms of version 2 elsewhere.
    private List<Setting> settings(Resources resources) throws IOException {
        List<Setting> settings = new ArrayList<>();
        for (Setting setting : LegacySettings.of(resources)) {
            if (legacy(setting.controller()).isPresent()) {
                settings.add(setting);
            } else if (!isUnified(setting.controller().equals("blkio") ? "io" : setting.controller())) {
                throw new IOException("cannot set " + setting.file() + " to " + setting.value()
                        + ": this machine has no cgroup controller " + setting.controller());
            }
        }
        for (Setting setting : UnifiedSettings.of(resources)) {
            if (isUnified(setting.controller())) {
                settings.add(setting);
            }
        }
        for (Setting setting : UnifiedSettings.verbatim(resources.unified())) {
            if (!isUnified(setting.controller()) && !setting.controller().equals("cgroup")) {
                throw new IOException("cannot set " + setting.file()
                        + ": this machine has no cgroup version 2 controller " + setting.controller());
            }
            settings.add(setting);
        }
        return inOrder(settings);
    }

    // The limit on memory may never be above that on memory and swap: a rising pair is set the other way round.
    private List<Setting> inOrder(List<Setting> settings) throws IOException {
        Map<String, Setting> byFile = new LinkedHashMap<>();
        settings.forEach(setting -> byFile.put(setting.file() + " " + setting.value(), setting));
        List<Setting> ordered = new ArrayList<>(byFile.values());
        Optional<Path> memory = legacy("memory");
        int both = indexOf(ordered, "memory.memsw.limit_in_bytes");
        if (memory.isPresent() && both >= 0) {
            long now = CgroupFiles.number(memory.get().resolve("memory.memsw.limit_in_bytes"))
                    .orElse(0);
            long wanted = Long.parseLong(ordered.get(both).value());
            if (wanted == -1 || wanted > now) {
                ordered.addFirst(ordered.remove(both));
            }
        }
        return ordered;
    }

    private static int indexOf(List<Setting> settings, String file) {
        for (int i = 0; i < settings.size(); i++) {
            if (settings.get(i).file().equals(file)) {
                return i;
            }
        }
        return -1;
    }

    private void apply(Setting setting) throws IOException {
        Path directory = legacy(setting.controller()).or(this::unified).orElseThrow();
        Path file = directory.resolve(setting.file());
        try {
            CgroupFiles.write(file, setting.value());
        } catch (NoSuchFileException e) {
            if (!setting.optional()) {
                throw new IOException(
                        "cannot set " + setting.file() + " to " + setting.value() + ": this kernel has no " + file, e);
            }
        }
    }

    /** The file whose changes tell of processes killed for want of memory, and their number by {@code oom_kill}. */
    public Optional<Path> memoryEventFile() {
        return isUnified("memory")
                ? unified().map(directory -> directory.resolve("memory.events"))
                : legacy("memory").map(directory -> directory.resolve("memory.oom_control"));
    }

    /** How many processes were killed for want of memory. */
    public long oomKills() throws IOException {
        return new StatsReader(this).oomKills();
    }

    /** What was used up to now. */
    public CgroupStats stats() throws IOException {
        return new StatsReader(this).read();
    }

    /** The processes in it and in the cgroups that the container made below it, as the host numbers them. */
    public List<Integer> processes() throws IOException {
        Optional<Entry> first = entries().stream().findFirst();
        List<Integer> processes = new ArrayList<>();
        if (first.isPresent()) {
            collect(first.get().directory(), processes);
        }
        return processes;
    }

    private static void collect(Path directory, List<Integer> processes) throws IOException {
        try {
            String text = CgroupFiles.read(directory.resolve("cgroup.procs"));
            for (String line : text.isEmpty() ? new String[0] : text.split("\n", -1)) {
                processes.add(Integer.parseInt(line));
            }
            try (var children = Files.newDirectoryStream(directory, Files::isDirectory)) {
                for (Path child : children) {
                    collect(child, processes);
                }
            }
        } catch (NoSuchFileException _) {
            // Gone meanwhile, with nobody in it.
        }
    }

    /** Stops every process until {@link #thaw}; returns when all are stopped. */
    public void freeze() throws IOException {
        setFrozen(true);
    }

    /** Lets the processes go on. */
    public void thaw() throws IOException {
        setFrozen(false);
    }

    private Optional<Path> freezeFile() {
        return unified().map(directory -> directory.resolve(FREEZE)).filter(Files::exists);
    }

    private void setFrozen(boolean frozen) throws IOException {
        Optional<Path> file = freezeFile();
        if (file.isPresent()) {
            CgroupFiles.write(file.get(), frozen ? "1" : "0");
        } else {
            Path freezer = legacy("freezer")
                    .orElseThrow(() -> new IOException("cannot freeze: this machine has no cgroup freezer"));
            CgroupFiles.write(freezer.resolve("freezer.state"), frozen ? "FROZEN" : "THAWED");
        }
        for (int i = 0; i < FREEZE_TRIES; i++) {
            if (settled() == frozen) {
                return;
            }
            Removal.pause();
        }
        setThawedAfterFailure(frozen);
    }

    private void setThawedAfterFailure(boolean frozen) throws IOException {
        if (frozen) {
            setFrozen(false);
        }
        throw new IOException("the processes of " + path + " do not " + (frozen ? "stop" : "go on"));
    }

    // Whether all processes have stopped.
    private boolean settled() throws IOException {
        if (freezeFile().isPresent()) {
            return CgroupFiles.table(unified().orElseThrow().resolve("cgroup.events"))
                            .getOrDefault("frozen", 0L)
                    == 1;
        }
        return legacyState().equals("FROZEN");
    }

    private String legacyState() throws IOException {
        Optional<Path> freezer = legacy("freezer");
        try {
            return freezer.isPresent() ? CgroupFiles.read(freezer.get().resolve("freezer.state")) : "";
        } catch (NoSuchFileException _) {
            return "";
        }
    }

    /** Whether the processes are stopped, or are to be. */
    public boolean isFrozen() throws IOException {
        try {
            Optional<Path> file = freezeFile();
            return file.isPresent()
                    ? CgroupFiles.read(file.get()).equals("1")
                    : !legacyState().isEmpty() && !legacyState().equals("THAWED");
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    /** Kills every process, those that are being forked too. Returns before all are gone. */
    public void kill() throws IOException {
        Optional<Path> file =
                unified().map(directory -> directory.resolve("cgroup.kill")).filter(Files::exists);
        if (file.isPresent()) {
            CgroupFiles.write(file.get(), "1");
            return;
        }
        if (processes().isEmpty()) {
            return;
        }
        freeze();
        try {
            for (int pid : processes()) {
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            }
        } finally {
            thaw();
        }
    }

    /** Removes the directories with those below them. Nobody may be in them. It is no error if there are none. */
    public void remove() throws IOException {
        IOException first = null;
        for (Entry entry : entries()) {
            try {
                Removal.remove(entry.directory());
            } catch (IOException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
