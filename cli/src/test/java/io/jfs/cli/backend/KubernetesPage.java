package io.jfs.cli.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What docs/kubernetes.md tells to write. */
final class KubernetesPage {
    private static final Path PAGE = Path.of("../docs/kubernetes.md");

    private KubernetesPage() {}

    /** The page's first block in a language. */
    static String block(String language) throws IOException {
        Matcher block =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
        assertThat(block.find()).as("a block of " + language).isTrue();
        return block.group(1);
    }
}
