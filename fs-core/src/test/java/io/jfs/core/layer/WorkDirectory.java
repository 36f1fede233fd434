package io.jfs.core.layer;

import io.jfs.core.tree.TreeRemover;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A fresh directory for each test. JUnit's own cannot remove names that are not text, and minds links to the outside.
 */
final class WorkDirectory implements BeforeEachCallback, AfterEachCallback {
    private Path path = Path.of("/nonexistent");

    Path path() {
        return path;
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        path = Files.createTempDirectory("jfs-layer");
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        TreeRemover.remove(path);
    }
}
