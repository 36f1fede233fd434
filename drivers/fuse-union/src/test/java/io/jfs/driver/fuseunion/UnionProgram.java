package io.jfs.driver.fuseunion;

import io.jfs.core.mount.Mounter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Lets {@link Mounter} start the real launcher, with the classes under test in place of those of a distribution. */
final class UnionProgram implements BeforeAllCallback, AfterAllCallback {
    private static final String PROPERTY = "jfs.union";

    private @Nullable Path script;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        String text = """
                #!/bin/sh
                export JFS_CLASS_PATH='%s' JAVA_HOME='%s'
                exec '%s' "$@"
                """.formatted(classPath(), System.getProperty("java.home"), launcher());
        Path file = Files.createTempFile("jfs-union-", ".sh");
        script = Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        System.setProperty(PROPERTY, file.toString());
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    static Path launcher() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .takeWhile(place -> place != null)
                .map(place -> place.resolve("bin/jfs-union"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        System.clearProperty(PROPERTY);
        if (script != null) {
            Files.deleteIfExists(script);
        }
    }
}
