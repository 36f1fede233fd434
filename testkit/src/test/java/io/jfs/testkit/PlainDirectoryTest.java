package io.jfs.testkit;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The facts hold on an ordinary directory: what fails elsewhere is the other filesystem's fault. */
class PlainDirectoryTest extends PosixContract {
    @TempDir
    Path directory;

    @Override
    public Path directory() {
        return directory;
    }
}
