package io.jfs.runtime.oci;

import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.Processes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that no other can be taken for, though its number may be given away when it has ended.
 *
 * @param startTime field 22 of {@code /proc/PID/stat}
 */
record ProcessRef(int pid, long startTime) {
    private static final int STATE = 0; // fields counted from the one after the name
    private static final int PARENT = 1;
    private static final int START_TIME = 19;

    /** The process that has this number now; empty if there is none, or one that has ended and is not awaited yet. */
    static Optional<ProcessRef> of(int pid) throws IOException {
        Optional<String[]> fields = fields(pid);
        if (fields.isEmpty() || fields.get()[STATE].equals("Z") || fields.get()[STATE].equals("X")) {
            return Optional.empty();
        }
        return Optional.of(new ProcessRef(pid, Long.parseLong(fields.get()[START_TIME])));
    }

    /** The parent of the process that has this number now. */
    static Optional<ProcessRef> parentOf(int pid) throws IOException {
        Optional<String[]> fields = fields(pid);
        return fields.isEmpty() ? Optional.empty() : of(Integer.parseInt(fields.get()[PARENT]));
    }

    private static Optional<String[]> fields(int pid) throws IOException {
        String text;
        try {
            text = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            if (!Files.exists(Path.of("/proc/" + pid))) {
                return Optional.empty(); // it ended meanwhile
            }
            throw e;
        }
        return Optional.of(
                text.substring(text.lastIndexOf(')') + 1).strip().split(" ", -1)); // the name may hold anything
    }

    boolean isAlive() throws IOException {
        return of(pid).filter(this::equals).isPresent();
    }

    /**
     * Sends it a signal.
     *
     * @return false if it has ended
     */
    boolean signal(int number) throws IOException {
        try (Fd pidfd = Processes.pidfdOpen(pid)) {
            if (!isAlive()) {
                return false;
            }
            Processes.signal(pidfd, number);
            return true;
        } catch (ErrnoException e) {
            if (e.is(Errno.ESRCH)) {
                return false;
            }
            throw e;
        }
    }

    String toText() {
        return pid + " " + startTime + "\n";
    }

    static ProcessRef parse(String text) throws IOException {
        String[] words = text.strip().split(" ", -1);
        if (words.length != 2) {
            throw new IOException("not a process: " + text);
        }
        return new ProcessRef(Integer.parseInt(words[0]), Long.parseLong(words[1]));
    }
}
