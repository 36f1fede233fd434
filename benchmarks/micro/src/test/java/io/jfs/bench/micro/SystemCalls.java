package io.jfs.bench.micro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts the system calls of the thread that made it, by strace(1). A call on a name that does not exist marks where a
 * count begins and ends; the log is read when all is done, for reading it would be traced too.
 */
final class SystemCalls {
    private static final Pattern CALL = Pattern.compile("^([a-z0-9_]+)\\(.*");

    /** What the JVM does for itself. */
    private static final String NOT_OF_THE_JVM =
            "trace=!futex,madvise,mprotect,mmap,munmap,sched_yield,rt_sigreturn,rt_sigprocmask,restart_syscall";

    private final Process strace;
    private final Path log;
    private final List<String> names = new ArrayList<>();

    private SystemCalls(Process strace, Path log) {
        this.strace = strace;
        this.log = log;
    }

    /** Something whose calls are counted. */
    interface Work {
        void run() throws IOException;
    }

    static SystemCalls attach(Path scratch) throws IOException {
        Path log = scratch.resolve("strace");
        String thread = Path.of("/proc/thread-self").toRealPath().getFileName().toString();
        Process strace = new ProcessBuilder("strace", "-e", NOT_OF_THE_JVM, "-o", log.toString(), "-p", thread)
                .redirectErrorStream(true)
                .start();
        String says = strace.inputReader().readLine(); // as soon as it has attached, or cannot
        if (says == null || !says.contains("attached")) {
            strace.destroy();
            throw new IOException("strace cannot attach: " + says);
        }
        return new SystemCalls(strace, log);
    }

    private static void mark(String name) {
        if (Files.exists(Path.of("/jfs-counts", name))) {
            throw new IllegalStateException("/jfs-counts/" + name + " exists");
        }
    }

    /** Does something whose calls are counted under this name. */
    void count(String name, Work work) throws IOException {
        names.add(name);
        mark(name + "-begin");
        work.run();
        mark(name + "-end");
    }

    /** Ends, and says how many calls of each kind each work made: {@code name.call}. */
    Map<String, Long> finish() throws IOException {
        strace.destroy();
        strace.onExit().join();
        Map<String, Long> counts = new TreeMap<>();
        String current = "";
        for (String line : Files.readAllLines(log)) {
            Matcher call = CALL.matcher(line);
            if (line.contains("/jfs-counts/")) {
                current = line.contains("-begin\"") ? line.replaceAll(".*/jfs-counts/(.*)-begin\".*", "$1") : "";
                names.remove(current.isEmpty() ? line.replaceAll(".*/jfs-counts/(.*)-end\".*", "$1") : "");
            } else if (!current.isEmpty() && call.matches()) {
                counts.merge(current + "." + call.group(1), 1L, Long::sum);
            }
        }
        if (!names.isEmpty()) {
            throw new IOException("strace has lost " + names);
        }
        return counts;
    }
}
