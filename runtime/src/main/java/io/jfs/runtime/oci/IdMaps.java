package io.jfs.runtime.oci;

import io.jfs.linux.Processes;
import io.jfs.linux.Programs;
import io.jfs.runtime.spec.IdMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The id maps of a new user namespace: written by root; for a plain user by newuidmap(1) and newgidmap(1), which know
 * the ranges of {@code /etc/subuid}, or, where the map has nothing but his own id, by himself.
 */
final class IdMaps {
    private IdMaps() {}

    /** Whether a process in the new user namespace may call setgroups(2). */
    static boolean allowSetgroups() {
        return Processes.effectiveUserId() == 0;
    }

    static void write(int pid, List<IdMapping> uids, List<IdMapping> gids) throws IOException {
        Path process = Path.of("/proc/" + pid);
        if (Processes.effectiveUserId() == 0) {
            writeFile(process.resolve("gid_map"), IdMapping.mapText(gids));
            writeFile(process.resolve("uid_map"), IdMapping.mapText(uids));
            return;
        }
        if (isOwn(gids, Processes.effectiveGroupId())) {
            writeFile(process.resolve("setgroups"), "deny");
            writeFile(process.resolve("gid_map"), IdMapping.mapText(gids));
        } else {
            run("newgidmap", pid, gids);
        }
        if (isOwn(uids, Processes.effectiveUserId())) {
            writeFile(process.resolve("uid_map"), IdMapping.mapText(uids));
        } else {
            run("newuidmap", pid, uids);
        }
    }

    private static boolean isOwn(List<IdMapping> mappings, int id) {
        return mappings.size() == 1
                && mappings.getFirst().size() == 1
                && mappings.getFirst().hostId() == id;
    }

    private static void writeFile(Path file, String text) throws IOException {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new IOException(file + ": cannot write \"" + text.strip() + "\": " + e.getMessage(), e);
        }
    }

    private static void run(String program, int pid, List<IdMapping> mappings) throws IOException {
        List<String> command = new ArrayList<>(List.of(find(program).toString(), Integer.toString(pid)));
        for (IdMapping mapping : mappings) {
            command.add(Integer.toUnsignedString(mapping.containerId()));
            command.add(Integer.toUnsignedString(mapping.hostId()));
            command.add(Integer.toUnsignedString(mapping.size()));
        }
        Programs.Outcome outcome = Programs.run(command, Map.of("PATH", "/usr/bin:/bin"));
        if (!outcome.isSuccess()) {
            throw new IOException(String.join(" ", command) + ": " + outcome.error());
        }
    }

    private static Path find(String program) throws IOException {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
        for (String directory : path.split(":", -1)) {
            Path file = Path.of(directory, program);
            if (file.isAbsolute() && Files.isExecutable(file)) {
                return file;
            }
        }
        throw new IOException(program + " is not installed (package uidmap); a plain user needs it for these id maps");
    }
}
