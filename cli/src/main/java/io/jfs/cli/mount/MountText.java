package io.jfs.cli.mount;

import io.jfs.cli.output.Listing;
import io.jfs.core.Mount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Mounts as the shell commands that would make them. */
public final class MountText {
    private static final String SAFE = "[A-Za-z0-9_@%+=:,./-]+";

    private MountText() {}

    /** One command per mount, in the order in which they are to be run. */
    public static List<String> commands(List<Mount> mounts, String target) {
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

    /** The lines of a format: JSON or a template for each mount, or commands if there is none. */
    public static List<String> lines(List<Mount> mounts, String target, Optional<String> format) {
        return format.map(text -> new Listing(
                                List.of(),
                                mounts.stream()
                                        .map(mount -> fields(mount, target))
                                        .toList())
                        .lines(text))
                .orElseGet(() -> commands(mounts, target));
    }

    private static Map<String, Object> fields(Mount mount, String target) {
        return Listing.fields(
                "Type", mount.type(), "Source", mount.source(), "Target", target, "Options", mount.options());
    }

    private static String quote(String word) {
        return word.matches(SAFE) ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
