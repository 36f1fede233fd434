package io.jfs.cli.snapshot;

import io.jfs.cli.output.Listing;
import io.jfs.core.Mount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Mounts as the shell commands that would make them. */
final class MountText {
    private static final String SAFE = "[A-Za-z0-9_@%+=:,./-]+";

    private MountText() {}

    static List<String> commands(List<Mount> mounts, String target) {
        return mounts.stream().map(mount -> command(mount, target)).toList();
    }

    /** In words that a shell passes on as they are. */
    private static String command(Mount mount, String target) {
        List<String> options = new ArrayList<>(mount.options());
        List<String> words = new ArrayList<>(List.of("mount"));
        if (mount.type().equals("bind")) {
            options.removeAll(List.of("bind", "rbind"));
            options.addFirst(mount.options().contains("rbind") ? "rbind" : "bind");
        } else {
            words.addAll(List.of("-t", mount.type()));
        }
        words.addAll(List.of(mount.source(), target));
        if (!options.isEmpty()) {
            words.addAll(List.of("-o", String.join(",", options)));
        }
        return String.join(" ", words.stream().map(MountText::quote).toList());
    }

    static Map<String, Object> fields(Mount mount) {
        return Listing.fields("Type", mount.type(), "Source", mount.source(), "Options", mount.options());
    }

    private static String quote(String word) {
        return word.matches(SAFE) ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
