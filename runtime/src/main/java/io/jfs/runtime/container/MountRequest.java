package io.jfs.runtime.container;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A mount that was asked for by {@code -v}, {@code --mount} or {@code --tmpfs}.
 *
 * @param kind what is mounted
 * @param source of a bind mount: absolute on the host; of a volume: its name, empty for an anonymous one
 * @param destination absolute, in the container
 * @param options for the mount
 * @param create whether a missing source of a bind mount is made
 */
record MountRequest(
        Kind kind, String source, String destination, boolean readOnly, List<String> options, boolean create) {
    private static final Set<String> PROPAGATIONS =
            Set.of("private", "rprivate", "shared", "rshared", "slave", "rslave");
    private static final Set<String> IGNORED = Set.of("z", "Z", "nocopy", "copy", "consistent", "cached", "delegated");

    enum Kind {
        BIND,
        VOLUME,
        TMPFS
    }

    MountRequest {
        options = List.copyOf(options);
    }

    /** {@code [SOURCE:]DESTINATION[:OPTIONS]}, where a source with a slash is a path. */
    static MountRequest ofVolume(String text) throws ContainerException {
        List<String> parts = List.of(text.split(":", -1));
        if (parts.size() > 3 || parts.getFirst().isEmpty()) {
            throw malformed("volume", text, "expected [SOURCE:]DESTINATION[:OPTIONS]");
        }
        String source = parts.size() == 1 ? "" : parts.getFirst();
        String destination = parts.size() == 1 ? parts.getFirst() : parts.get(1);
        boolean readOnly = false;
        List<String> options = new ArrayList<>();
        for (String option : parts.size() == 3 ? parts.get(2).split(",", -1) : new String[0]) {
            if (option.equals("ro")) {
                readOnly = true;
            } else if (PROPAGATIONS.contains(option)) {
                options.add(option);
            } else if (!IGNORED.contains(option) && !option.equals("rw")) {
                throw malformed("volume", text, "unknown option \"" + option + '"');
            }
        }
        Kind kind = source.startsWith("/") ? Kind.BIND : Kind.VOLUME;
        return checked(new MountRequest(kind, source, destination, readOnly, options, true), "volume", text);
    }

    /** {@code DESTINATION[:OPTIONS]}. */
    static MountRequest ofTmpfs(String text) throws ContainerException {
        int colon = text.indexOf(':');
        String destination = colon < 0 ? text : text.substring(0, colon);
        List<String> options = new ArrayList<>(List.of("nosuid", "nodev", "noexec"));
        for (String option :
                colon < 0 ? new String[0] : text.substring(colon + 1).split(",", -1)) {
            options.removeIf(fixed -> fixed.equals("no" + option));
            options.add(option);
        }
        return checked(new MountRequest(Kind.TMPFS, "tmpfs", destination, false, options, false), "tmpfs", text);
    }

    /** {@code type=bind,source=…,target=…,readonly,bind-propagation=…} and what else {@code --mount} knows. */
    static MountRequest ofMount(String text) throws ContainerException {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : text.split(",", -1)) {
            int equals = field.indexOf('=');
            fields.put(
                    equals < 0 ? field : field.substring(0, equals), equals < 0 ? "true" : field.substring(equals + 1));
        }
        String type = take(fields, "type", "volume");
        String source = take(fields, "source", take(fields, "src", ""));
        String destination = take(fields, "target", take(fields, "destination", take(fields, "dst", "")));
        boolean readOnly = Boolean.parseBoolean(take(fields, "readonly", take(fields, "ro", "false")));
        List<String> options = new ArrayList<>();
        String propagation = take(fields, "bind-propagation", "");
        if (!propagation.isEmpty()) {
            options.add(propagation);
        }
        String size = take(fields, "tmpfs-size", "");
        String mode = take(fields, "tmpfs-mode", "");
        fields.remove("volume-nocopy");
        if (!fields.isEmpty()) {
            throw malformed(
                    "mount",
                    text,
                    "unknown field \"" + fields.keySet().iterator().next() + '"');
        }
        Kind kind = switch (type) {
            case "bind" -> Kind.BIND;
            case "volume" -> Kind.VOLUME;
            case "tmpfs" -> Kind.TMPFS;
            default -> throw malformed("mount", text, "unknown type \"" + type + '"');
        };
        if (kind == Kind.TMPFS) {
            options.addAll(List.of("nosuid", "nodev", "noexec"));
            options.addAll(size.isEmpty() ? List.of() : List.of("size=" + size));
            options.addAll(mode.isEmpty() ? List.of() : List.of("mode=" + mode));
        }
        return checked(new MountRequest(kind, source, destination, readOnly, options, false), "mount", text);
    }

    private static String take(Map<String, String> fields, String name, String otherwise) {
        String value = fields.remove(name);
        return value == null ? otherwise : value;
    }

    private static MountRequest checked(MountRequest mount, String what, String text) throws ContainerException {
        if (!mount.destination.startsWith("/")) {
            throw malformed(what, text, "mount path must be absolute: \"" + mount.destination + '"');
        }
        if (mount.destination.matches("/+")) {
            throw malformed(what, text, "destination can't be '/'");
        }
        if (mount.kind == Kind.BIND && !mount.source.startsWith("/")) {
            throw malformed(what, text, "bind source path must be absolute: \"" + mount.source + '"');
        }
        if (mount.kind == Kind.VOLUME
                && !mount.source.isEmpty()
                && !mount.source.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]*")) {
            throw malformed(what, text, "\"" + mount.source + "\" is no name of a volume");
        }
        return mount;
    }

    private static ContainerException malformed(String what, String text, String why) {
        return new ContainerException("invalid " + what + " specification: '" + text + "': " + why);
    }
}
