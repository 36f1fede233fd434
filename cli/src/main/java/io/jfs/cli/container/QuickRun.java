package io.jfs.cli.container;

import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.session.GlobalOptions;
import io.jfs.cli.session.Session;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the command line of {@code jfs run} if it has only the options that most have. All others, the wrong ones among
 * them, are left to picocli, which takes a fifth of such a command's time to read its annotations; it also says what is
 * wrong with one. What is read here, picocli would read alike.
 */
public final class QuickRun {
    private static final String VERB = "run";

    private final RunCommand command;
    private final RunOptions options;
    private final String[] words;
    private int at;

    /** Whether an option that may stand once stood twice. */
    private boolean repeated;

    private QuickRun(Session session, String[] words) {
        this.command = new RunCommand(session);
        this.options = command.options;
        this.words = words;
    }

    /**
     * The command with its options.
     *
     * @param global filled if the result is not empty, else as it was
     * @return empty if picocli is to read it
     */
    public static Optional<JfsCommand> parse(Session session, GlobalOptions global, String... words) {
        if (!Arrays.asList(words).contains(VERB)) {
            return Optional.empty();
        }
        QuickRun line = new QuickRun(session, words);
        GlobalOptions found = new GlobalOptions();
        if (!line.readsAll(found)) {
            return Optional.empty();
        }
        global.take(found);
        return Optional.of(line.command);
    }

    private boolean readsAll(GlobalOptions global) {
        while (at < words.length && !words[at].equals(VERB)) {
            if (!option(global::set)) {
                return false;
            }
        }
        at++;
        while (at < words.length && words[at].startsWith("-")) {
            if (flag(words[at])) {
                at++;
            } else if (!option(this::set)) {
                return false;
            }
        }
        return image();
    }

    private boolean image() {
        if (at >= words.length || words[at].isEmpty()) {
            return false;
        }
        command.image = words[at];
        List<String> rest = List.of(words).subList(at + 1, words.length);
        command.arguments = rest;
        return !rest.contains("--");
    }

    /** Takes an option with its value; false if it cannot. */
    private interface Setter {
        boolean set(String name, String value);
    }

    private boolean option(Setter setter) {
        String word = words[at++];
        int equals = word.startsWith("--") ? word.indexOf('=') : -1;
        String name = equals < 0 ? word : word.substring(0, equals);
        String value = "";
        if (equals >= 0) {
            value = word.substring(equals + 1);
        } else if (at < words.length) {
            value = words[at++];
        }
        return !value.isEmpty() && !value.startsWith("-") && setter.set(name, value);
    }

    private boolean flag(String word) {
        switch (word) {
            case "--rm" -> options.remove = once(options.remove);
            case "-d", "--detach" -> command.detached = once(command.detached);
            case "-i", "--interactive" -> options.interactive = once(options.interactive);
            case "-t", "--tty" -> options.terminal = once(options.terminal);
            case "-it", "-ti" -> {
                options.interactive = once(options.interactive);
                options.terminal = once(options.terminal);
            }
            case "--read-only" -> options.readOnly = once(options.readOnly);
            case "--privileged" -> options.privileged = once(options.privileged);
            case "--init" -> options.init = once(options.init);
            default -> {
                return false;
            }
        }
        return !repeated;
    }

    private boolean once(boolean present) {
        repeated |= present;
        return true;
    }

    private String once(@Nullable String present, String value) {
        repeated |= present != null;
        return value;
    }

    private boolean set(String name, String value) {
        switch (name) {
            case "--name" -> options.name = once(options.name, value);
            case "--network", "--net" -> options.network = once(options.network, value);
            case "-w", "--workdir" -> options.directory = once(options.directory, value);
            case "-u", "--user" -> options.user = once(options.user, value);
            case "--entrypoint" -> options.entrypoint = once(options.entrypoint, value);
            case "--hostname" -> options.hostname = once(options.hostname, value);
            case "-e", "--env" -> options.environment.add(value);
            case "-v", "--volume" -> options.volumes.add(value);
            case "--mount" -> options.mounts.add(value);
            case "--tmpfs" -> options.tmpfs.add(value);
            case "-p", "--publish" -> options.publish.add(value);
            case "-l", "--label" -> options.labels.add(value);
            case "--cap-add" -> options.capAdd.add(value);
            case "--cap-drop" -> options.capDrop.add(value);
            case "--security-opt" -> options.security.add(value);
            case "--ulimit" -> options.ulimits.add(value);
            default -> {
                return limit(name, value);
            }
        }
        return !repeated;
    }

    private boolean limit(String name, String value) {
        LimitOptions limits = options.limits;
        switch (name) {
            case "-m", "--memory" -> limits.memory = once(limits.memory, value);
            case "--cpus" -> limits.cpus = once(limits.cpus, value);
            case "--pids-limit" -> limits.pids = once(limits.pids, value);
            case "--restart" -> limits.restart = once(limits.restart, value);
            default -> {
                return false;
            }
        }
        return !repeated;
    }
}
