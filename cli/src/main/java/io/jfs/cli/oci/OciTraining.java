package io.jfs.cli.oci;

import io.jfs.cli.session.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the AOT caches of {@code bin/jfs-oci} are made from: the life of one container. Run by {@code bin/build} only,
 * with a root and a bundle of its own.
 */
final class OciTraining {
    private static final String NAME = "training";

    private OciTraining() {}

    /**
     * Runs the verbs of one cache: those of {@code state} need the container that {@code create} left. Where there may
     * be no containers, the caches have what comes before.
     *
     * @param arguments the cache's name, the root, the bundle
     */
    public static void main(String[] arguments) {
        String bundle = arguments[2];
        Map<String, List<List<String>>> verbs = Map.of(
                "create", List.of(List.of("create", "--bundle", bundle, NAME)),
                "state",
                        List.of(
                                List.of("state", NAME),
                                List.of("start", NAME),
                                List.of("kill", NAME, "KILL"),
                                List.of("delete", "--force", NAME)));
        for (List<String> verb : verbs.getOrDefault(arguments[0], List.of())) {
            List<String> words = new ArrayList<>(List.of("--root", arguments[1]));
            words.addAll(verb);
            OciMain.run(Environment.ofProcess(), words);
        }
    }
}
