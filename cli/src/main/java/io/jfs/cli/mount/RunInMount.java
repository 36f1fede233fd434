package io.jfs.cli.mount;

import io.jfs.cli.session.ExitCode;
import io.jfs.cli.session.Session;
import io.jfs.cli.session.Signals;
import io.jfs.cli.session.Style;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs a command while a mount is there, and takes the mount away whatever happens to the command.
 *
 * @param keep whether the snapshot existed before, and stays
 */
record RunInMount(Session session, Mounting mounting, MountRecord mount, boolean keep) {
    private static final Pattern ERRNO = Pattern.compile("error[:=] ?(\\d+)[, ]+\\(?([^()]+)");

    /** The command's exit code; 126 or 127 if it cannot be started; 128 + n if signal n killed it. */
    int run(List<String> command) throws IOException {
        try {
            int code = start(command);
            finish();
            return code;
        } catch (IOException | RuntimeException e) {
            try {
                finish();
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    private void finish() throws IOException {
        mounting.unmount(mount, false, !keep);
    }

    private int start(List<String> command) throws IOException {
        String path = mount.target().toString();
        List<String> words = new ArrayList<>();
        command.forEach(word -> words.add(word.replace("{}", path)));
        ProcessBuilder builder = new ProcessBuilder(words).inheritIO();
        builder.environment().put("JFS_MOUNT", path);
        session.out().flush();
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return notStarted(words.getFirst(), e);
        }
        try (Signals.Forwarding _ = Signals.forwardTo(process)) {
            return await(process);
        }
    }

    private static int await(Process process) {
        while (true) {
            try {
                return process.waitFor();
            } catch (InterruptedException _) {
                process.destroy();
            }
        }
    }

    /** Java puts the errno into the text: 2 is ENOENT; with any other there is something, but it cannot run. */
    private int notStarted(String command, IOException e) {
        Matcher errno = ERRNO.matcher(String.valueOf(e.getMessage()));
        boolean known = errno.find();
        boolean missing = known && errno.group(1).equals("2");
        String reason = known ? errno.group(2) : "cannot be executed";
        session.err().line(Style.RED, "jfs: " + command + ": " + (missing ? "not found" : reason));
        return missing ? ExitCode.NOT_FOUND : ExitCode.NOT_EXECUTABLE;
    }
}
