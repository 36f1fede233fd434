package io.jfs.fuse.libfuse;

import io.jfs.fuse.transport.FuseOptions;
import java.time.Duration;
import java.util.Locale;
import java.util.StringJoiner;

/** What follows {@code -o}: mount(8) options and libfuse's own. */
final class MountArguments {
    private MountArguments() {}

    static String of(FuseOptions options) {
        StringJoiner joined = new StringJoiner(",");
        // Node numbers come from the handler, unlinked files stay what they are, writes come whole.
        joined.add("use_ino").add("hard_remove").add("big_writes").add("auto_cache");
        joined.add("fsname=" + escaped(options.source()));
        if (!options.subtype().isEmpty()) {
            joined.add("subtype=" + escaped(options.subtype()));
        }
        joined.add("entry_timeout=" + seconds(options.timeouts().entry()));
        joined.add("attr_timeout=" + seconds(options.timeouts().attributes()));
        joined.add("negative_timeout=" + seconds(options.timeouts().negative()));
        joined.add(options.readOnly() ? "ro" : "rw");
        joined.add(options.suid() ? "suid" : "nosuid");
        joined.add(options.devices() ? "dev" : "nodev");
        joined.add(options.exec() ? "exec" : "noexec");
        if (options.defaultPermissions() || options.posixAcl()) {
            joined.add("default_permissions");
        }
        if (options.allowOther()) {
            joined.add("allow_other");
        }
        return joined.toString();
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%d.%09d", time.getSeconds(), time.getNano());
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace(",", "\\,");
    }
}
