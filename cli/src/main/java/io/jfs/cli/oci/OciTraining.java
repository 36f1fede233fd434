package io.jfs.cli.oci;

import io.jfs.cli.session.Environment;
import java.util.List;

/**
 * What the AOT cache of {@code bin/jfs-oci} is made from: the life of one container. Run by {@code bin/build} only,
 * with a root and a bundle of its own.
 */
final class OciTraining {
    private OciTraining() {}

    /** Where there may be no containers, the cache has what comes before. */
    public static void main(String[] arguments) {
        String root = arguments[0];
        String bundle = arguments[1];
        List<List<String>> commands = List.of(
                List.of("create", "--bundle", bundle, "training"),
                List.of("state", "training"),
                List.of("start", "training"),
                List.of("kill", "training", "KILL"),
                List.of("list"),
                List.of("delete", "--force", "training"));
        for (List<String> command : commands) {
            List<String> words = new java.util.ArrayList<>(List.of("--root", root));
            words.addAll(command);
            OciMain.run(Environment.ofProcess(), words);
        }
    }
}
