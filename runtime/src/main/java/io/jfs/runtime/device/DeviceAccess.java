package io.jfs.runtime.device;

import io.jfs.linux.DevicePrograms;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import io.jfs.runtime.cgroup.Cgroup;
import io.jfs.runtime.spec.Resources.DeviceRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Rules of a container. Before them nothing is allowed; after them come those without which no container works: making
 * nodes of any kind, and using null, zero, full, random, urandom, tty, console and pseudo-terminals.
 */
public final class DeviceAccess {
    private static final List<DeviceRule> DEFAULTS = List.of(
            every('c', "m"),
            every('b', "m"),
            one(1, 3, "rwm"), // null
            one(1, 8, "rwm"), // random
            one(1, 7, "rwm"), // full
            one(5, 0, "rwm"), // tty
            one(1, 5, "rwm"), // zero
            one(1, 9, "rwm"), // urandom
            one(5, 1, "rwm"), // console
            new DeviceRule(true, 'c', OptionalLong.of(136), OptionalLong.empty(), "rwm"), // pts
            one(5, 2, "rwm")); // ptmx

    private DeviceAccess() {}

    private static DeviceRule every(char type, String access) {
        return new DeviceRule(true, type, OptionalLong.empty(), OptionalLong.empty(), access);
    }

    private static DeviceRule one(long major, long minor, String access) {
        return new DeviceRule(true, 'c', OptionalLong.of(major), OptionalLong.of(minor), access);
    }

    /** All rules that hold for a container with these of its own. */
    static List<DeviceRule> complete(List<DeviceRule> own) {
        List<DeviceRule> rules = new ArrayList<>(own);
        rules.addAll(DEFAULTS);
        return rules;
    }

    /**
     * Puts the rules in force.
     *
     * @param cgroup exists, and nobody is in it yet
     * @throws IOException if the kernel refuses them
     */
    public static void restrict(Cgroup cgroup, List<DeviceRule> own) throws IOException {
        List<DeviceRule> rules = complete(own);
        if (cgroup.deviceDirectory().isPresent()) {
            writeLines(cgroup.deviceDirectory().get(), rules);
            return;
        }
        Optional<Path> unified = cgroup.unified();
        if (unified.isPresent()) {
            attach(unified.get(), DeviceProgram.compile(rules));
        }
    }

    private static void attach(Path directory, byte[] program) throws IOException {
        try (Fd cgroup = Open.open(directory, Open.O_RDONLY | Open.O_DIRECTORY, 0);
                Fd loaded = DevicePrograms.load(program)) {
            DevicePrograms.attach(cgroup, loaded, directory.toString());
        }
    }

    private static void writeLines(Path directory, List<DeviceRule> rules) throws IOException {
        write(directory.resolve("devices.deny"), "a");
        for (DeviceRule rule : rules) {
            write(directory.resolve(rule.allow() ? "devices.allow" : "devices.deny"), line(rule));
        }
    }

    static String line(DeviceRule rule) {
        if (rule.type() == 'a') {
            return "a";
        }
        return rule.type() + " " + number(rule.major()) + ":" + number(rule.minor()) + " " + rule.access();
    }

    private static String number(OptionalLong number) {
        return number.isPresent() ? Long.toString(number.getAsLong()) : "*";
    }

    private static void write(Path file, String line) throws IOException {
        try {
            Files.write(file, line.getBytes(StandardCharsets.US_ASCII), StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new IOException("cannot write \"" + line + "\" to " + file + ": " + e.getMessage(), e);
        }
    }
}
