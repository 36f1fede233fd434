package io.jfs.driver.fuseunion.program;

import io.jfs.fuse.dispatch.OpenMode;
import io.jfs.fuse.dispatch.Timeouts;
import io.jfs.fuse.transport.FuseOptions;
import io.jfs.fuse.transport.Transport;
import io.jfs.union.IdMap;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gives {@code -o} options their meaning: those of fuse-overlayfs 1.10 to 2.0, of libfuse, of mount(8) and our own. A
 * later option beats an earlier one. One that means nothing here is passed over, with a note if its absence could be
 * noticed; so is one that nobody knows, as fuse-overlayfs does. docs/jfs-union.md has the list.
 */
final class OptionReader {
    private static final double LONGEST_SECONDS = Duration.ofDays(3650).toSeconds();

    private final Path base;
    private final FuseOptions.Builder fuse = FuseOptions.builder().subtype("jfs-union");
    private final List<String> notes = new ArrayList<>();
    private List<Path> lowers = List.of();
    private Optional<Path> upper = Optional.empty();
    private Optional<Path> work = Optional.empty();
    private Optional<Path> layerIndex = Optional.empty();
    private IdMap uids = IdMap.IDENTITY;
    private IdMap gids = IdMap.IDENTITY;
    private boolean readOnly;
    private boolean userXattrs;
    private boolean isVolatile;
    private boolean xattrs = true;
    private boolean trace;
    private boolean aufsMarks = true;
    private boolean hardLinkIndex = true;
    private boolean metacopy;
    private Optional<Path> log = Optional.empty();

    private OptionReader(Path base) {
        this.base = base;
    }

    /**
     * Reads options.
     *
     * @param base where relative paths begin
     * @param root whether root mounts: then set-user-ID bits work and everybody may use the mount, unless told
     *     otherwise
     * @param source the mount's source unless an option names it
     * @throws ProgramException naming the option that cannot be understood, or what is missing
     */
    static MountOptions read(List<String> options, Path base, boolean root, String source) throws ProgramException {
        OptionReader reader = new OptionReader(base);
        reader.fuse.suid(root).allowOther(root).source(source);
        for (String option : options) {
            int equals = option.indexOf('=');
            String name = equals < 0 ? option : option.substring(0, equals);
            reader.read(option, name, equals < 0 ? "" : option.substring(equals + 1));
        }
        return reader.result();
    }

    private MountOptions result() throws ProgramException {
        if (lowers.isEmpty()) {
            throw new ProgramException("lowerdir is missing");
        }
        if (upper.isPresent() && work.isEmpty()) {
            throw new ProgramException("upperdir " + upper.get() + ": workdir is missing");
        }
        fuse.readOnly(readOnly || upper.isEmpty());
        return new MountOptions(
                lowers,
                upper,
                upper.isPresent() ? work : Optional.empty(),
                layerIndex,
                uids,
                gids,
                userXattrs,
                aufsMarks,
                isVolatile,
                xattrs,
                hardLinkIndex,
                metacopy,
                fuse.build(),
                trace,
                log,
                notes);
    }

    private void read(String option, String name, String value) throws ProgramException {
        boolean known = layers(name, value)
                || owners(name, value)
                || behaviour(name, value)
                || flag(option)
                || fuseValue(name, value)
                || withoutMeaning(option, name, value);
        if (!known) {
            notes.add("unknown option ignored: " + option);
        }
    }

    private boolean layers(String name, String value) throws ProgramException {
        switch (name) {
            case "lowerdir" -> {
                List<Path> paths = new ArrayList<>();
                for (String part : OptionText.split(value, ':')) {
                    paths.add(path(name, part));
                }
                lowers = paths;
            }
            case "upperdir" -> upper = Optional.of(path(name, value));
            case "workdir" -> work = Optional.of(path(name, value));
            case "layerindex" -> layerIndex = Optional.of(path(name, value));
            default -> {
                return false;
            }
        }
        return true;
    }

    private Path path(String name, String text) throws ProgramException {
        String plain = OptionText.unescape(text);
        if (plain.isEmpty()) {
            throw new ProgramException(name + " is empty");
        }
        try {
            return base.resolve(plain);
        } catch (InvalidPathException e) {
            throw new ProgramException(name + " " + plain + ": not a path in UTF-8", e);
        }
    }

    private boolean owners(String name, String value) throws ProgramException {
        switch (name) {
            case "uidmapping" -> uids = IdMapText.parse(name, value);
            case "gidmapping" -> gids = IdMapText.parse(name, value);
            case "squash_to_root" -> {
                uids = IdMap.squashedTo(0);
                gids = IdMap.squashedTo(0);
            }
            case "squash_to_uid" -> uids = squashed(name, value);
            case "squash_to_gid" -> gids = squashed(name, value);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** fuse-overlayfs has -1 for none, which some callers pass. */
    private static IdMap squashed(String name, String value) throws ProgramException {
        int id = number(name, value, -1, Integer.MAX_VALUE);
        return id < 0 ? IdMap.IDENTITY : IdMap.squashedTo(id);
    }

    private boolean behaviour(String name, String value) throws ProgramException {
        switch (name) {
            case "fsync", "sync" -> isVolatile = !isOn(name, value);
            case "timeout" -> {
                Duration duration = duration(name, value);
                fuse.timeouts(new Timeouts(duration, duration, duration));
            }
            case "noxattrs" -> xattrs = !isOn(name, value);
            case "log" -> log = Optional.of(path(name, value));
            case "xattr_permissions" -> {
                if (number(name, value, 0, 2) != 0) {
                    throw new ProgramException(
                            name + "=" + value + ": owners and modes in attributes are not supported");
                }
            }
            case "open" -> fuse.openMode(openMode(value));
            case "transport" -> fuse.transport(transport(value));
            case "aufs" -> aufsMarks = onOrOff(name, value);
            case "metacopy" -> metacopy = onOrOff(name, value);
            case "index" -> hardLinkIndex = onOrOff(name, value);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static OpenMode openMode(String value) throws ProgramException {
        return switch (value) {
            case "auto" -> OpenMode.AUTO;
            case "passthrough" -> OpenMode.PASSTHROUGH;
            case "zero" -> OpenMode.ZERO;
            case "cached" -> OpenMode.CACHED;
            default -> throw new ProgramException("open=" + value + ": not one of auto, passthrough, zero, cached");
        };
    }

    private static Transport transport(String value) throws ProgramException {
        for (Transport transport : Transport.values()) {
            if (transport.toString().equals(value)) {
                return transport;
            }
        }
        throw new ProgramException("transport=" + value + ": not one of auto, dev-fuse, io-uring, libfuse");
    }

    private static boolean onOrOff(String name, String value) throws ProgramException {
        return switch (value) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new ProgramException(name + "=" + value + ": not one of on, off");
        };
    }

    private boolean flag(String option) {
        switch (option) {
            case "ro" -> readOnly = true;
            case "rw" -> readOnly = false;
            case "suid" -> fuse.suid(true);
            case "nosuid" -> fuse.suid(false);
            case "dev" -> fuse.devices(true);
            case "nodev" -> fuse.devices(false);
            case "exec" -> fuse.exec(true);
            case "noexec" -> fuse.exec(false);
            case "allow_other" -> fuse.allowOther(true);
            case "volatile" -> isVolatile = true;
            case "noacl" -> fuse.posixAcl(false);
            case "userxattr" -> userXattrs = true;
            case "debug", "trace" -> trace = true;
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean fuseValue(String name, String value) throws ProgramException {
        switch (name) {
            case "fsname" -> fuse.source(OptionText.unescape(value));
            case "subtype" -> fuse.subtype(OptionText.unescape(value));
            case "max_write" -> {
                int page = 4096;
                int bytes = number(name, value, 1, Integer.MAX_VALUE);
                fuse.maxWrite(Math.clamp((long) bytes / page * page, page, 1 << 20));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Known elsewhere, without effect here. */
    private boolean withoutMeaning(String option, String name, String value) throws ProgramException {
        switch (name) {
            case "threaded", "fast_ino" -> isOn(name, value);
            case "writeback" -> noteIf(isOn(name, value), option, "writes are never held back");
            case "redirect_dir", "nfs_export", "uuid", "verity" -> {}
            case "xino" -> noteIf(value.equals("on"), option, "inode numbers are stable without it");
            case "static_nlink" -> notes.add(option + ": ignored, link counts are as the layers have them");
            case "ino32_t" -> notes.add(option + ": ignored, inode numbers have 64 bits");
            case "context", "fscontext", "defcontext", "rootcontext" ->
                notes.add(name + ": ignored, FUSE has no labels");
            case "plugins" -> notes.add(name + ": ignored, there are no plugins");
            case "allow_root" -> notes.add(option + ": ignored, use allow_other");
            case "auto_unmount" -> notes.add(option + ": ignored");
            case "default_permissions", "lazytime", "nolazytime", "atime", "noatime", "diratime", "nodiratime" -> {}
            case "relatime", "norelatime", "strictatime", "async", "dirsync", "defaults", "user", "users" -> {}
            case "nouser", "owner", "group", "auto", "noauto", "nofail", "_netdev", "comment" -> {}
            case "splice_write", "splice_read", "splice_move", "no_splice_write", "no_splice_read" -> {}
            case "no_splice_move", "kernel_cache", "auto_cache", "noauto_cache", "clone_fd", "big_writes" -> {}
            case "max_read", "max_readahead", "max_background", "congestion_threshold" -> {}
            case "max_idle_threads", "max_threads", "async_read", "sync_read", "nonempty" -> {}
            default -> {
                return name.startsWith("x-");
            }
        }
        return true;
    }

    private void noteIf(boolean noticeable, String option, String reason) {
        if (noticeable) {
            notes.add(option + ": ignored, " + reason);
        }
    }

    /** {@code name=0}, {@code name=1}, or only the name. */
    private static boolean isOn(String name, String value) throws ProgramException {
        return value.isEmpty() || number(name, value, 0, 1) != 0;
    }

    private static int number(String name, String value, int least, int most) throws ProgramException {
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new ProgramException(range(name, value, least, most), e);
        }
        throw new ProgramException(range(name, value, least, most));
    }

    private static String range(String name, String value, int least, int most) {
        return name + "=" + value + ": not a number from " + least + (most == Integer.MAX_VALUE ? "" : " to " + most);
    }

    private static Duration duration(String name, String value) throws ProgramException {
        try {
            double seconds = Double.parseDouble(value);
            if (seconds >= 0) {
                return Duration.ofMillis((long) (Math.min(seconds, LONGEST_SECONDS) * 1000));
            }
        } catch (NumberFormatException e) {
            throw new ProgramException(name + "=" + value + ": not a number of seconds", e);
        }
        throw new ProgramException(name + "=" + value + ": not a number of seconds");
    }
}
