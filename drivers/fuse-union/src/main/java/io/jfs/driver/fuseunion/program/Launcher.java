package io.jfs.driver.fuseunion.program;

import io.jfs.linux.Directory;
import io.jfs.linux.DirectoryEntry;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileIo;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code bin/jfs-union} and the JVM agreed on. The script starts the JVM in a session of its own, in {@code /},
 * with standard input closed and standard output a pipe, and reads the pipe to its end. The end comes when the JVM
 * dies, or when it says {@link #MOUNTED} and lets go of both outputs: nothing of the caller's stays open then, so that
 * whoever waits for the end of the caller's outputs is not held up by the mount.
 */
final class Launcher {
    /** What the script wants to read; anything else is a failure. */
    static final String MOUNTED = "mounted";

    private static final int STANDARD_ERROR = 2;

    private Launcher() {}

    /**
     * Closes the descriptors that the caller left open by mistake, beyond the standard ones. What the JVM has open at
     * this time are its own modules, the class path and its cache.
     *
     * @throws IOException if {@code /proc} cannot be read
     */
    static void closeInherited() throws IOException {
        List<String> own = ownFiles();
        try (Fd descriptors = Open.open(Path.of("/proc/self/fd"), Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
            for (DirectoryEntry entry : Directory.list(descriptors)) {
                int number = Integer.parseInt(entry.name());
                if (number <= STANDARD_ERROR || number == descriptors.number()) {
                    continue;
                }
                Optional<String> target = target(descriptors, entry.name());
                if (target.isPresent() && !isWithin(own, target.get())) {
                    Fd.ofOwned(number).close();
                }
            }
        }
    }

    /** Empty if it is closed by now: the JVM's own threads look into files at any time. */
    private static Optional<String> target(Fd descriptors, String number) throws ErrnoException {
        try {
            return Optional.of(Links.readLinkAt(descriptors, number));
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOENT)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static boolean isWithin(List<String> directories, String path) {
        for (String directory : directories) {
            if (path.startsWith(directory)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> ownFiles() throws IOException {
        // The JVM asks cgroups and /proc for processors and memory while this runs.
        List<String> own = new ArrayList<>(List.of("/proc/", "/sys/"));
        own.add(Path.of(System.getProperty("java.home")).toRealPath().toString());
        for (String part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(part);
            if (!part.isEmpty() && Files.exists(path)) {
                own.add(Optional.ofNullable(path.toRealPath().getParent())
                        .orElse(path)
                        .toString());
            }
        }
        return own;
    }

    /** Sends what the program has to say from now on to a file, at its end. */
    static PrintStream logTo(Path file) throws ProgramException {
        try {
            Fd open = Open.open(file, Open.O_WRONLY | Open.O_CREAT | Open.O_APPEND, 0666);
            PrintStream log = new PrintStream(FileIo.outputStream(open), true, StandardCharsets.UTF_8);
            System.setErr(log);
            return log;
        } catch (ErrnoException e) {
            throw new ProgramException("log " + file + ": " + LayerPaths.reason(e), e);
        }
    }

    /** Says that the mount is up, and lets go of the caller's outputs. */
    @SuppressWarnings("SystemOut")
    static void mounted(PrintStream callersError) {
        System.out.println(MOUNTED);
        System.out.close(); // the JDK puts /dev/null in the place of a standard descriptor
        callersError.close();
    }
}
