package io.jfs.testkit;

import io.jfs.core.Mount;
import io.jfs.core.mount.Mounter;
import io.jfs.core.tree.TreeRemover;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import io.jfs.linux.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Something a test needs of the machine. Missing, the test is skipped with the reason; in CI it fails. */
public abstract sealed class Requirement implements ExecutionCondition {
    private Requirement() {}

    /** Why the machine does not fulfil it; empty if it does. Found by trying. */
    abstract Optional<String> missing();

    /** Skips the running test, or fails it in CI, if something is missing: says what. */
    public static void require(Optional<String> missing) {
        if (missing.isPresent() && System.getenv("CI") != null) {
            throw inCi(missing.get());
        }
        Assumptions.assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    }

    private static IllegalStateException inCi(String missing) {
        return new IllegalStateException("CI must run every test, but: " + missing);
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> missing = missing();
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("the machine has what the test needs");
        }
        if (System.getenv("CI") != null) {
            throw inCi(missing.get());
        }
        return ConditionEvaluationResult.disabled(missing.get());
    }

    /** See {@link RequiresRoot}. */
    public static final class Root extends Requirement {
        /** Made by JUnit. */
        public Root() {}

        @Override
        Optional<String> missing() {
            return Processes.effectiveUserId() == 0 ? Optional.empty() : Optional.of("needs root");
        }
    }

    /** See {@link RequiresFuse}. */
    public static final class Fuse extends Requirement {
        /** Made by JUnit. */
        public Fuse() {}

        @Override
        Optional<String> missing() {
            try (Fd fuse = Open.open(Path.of("/dev/fuse"), Open.O_RDWR, 0)) {
                fuse.number();
                return Optional.empty();
            } catch (IOException e) {
                return Optional.of("needs FUSE: " + e.getMessage());
            }
        }
    }

    /** See {@link RequiresOverlay}. */
    public static final class Overlay extends Requirement {
        /** Made by JUnit. */
        public Overlay() {}

        @Override
        Optional<String> missing() {
            try {
                Path place = Files.createTempDirectory("jfs-overlay");
                try {
                    mount(place);
                    return Optional.empty();
                } finally {
                    TreeRemover.remove(place);
                }
            } catch (IOException e) {
                return Optional.of("needs overlay mounts: " + e.getMessage());
            }
        }

        private static void mount(Path place) throws IOException {
            Path lower = Files.createDirectory(place.resolve("lower"));
            Path upper = Files.createDirectory(place.resolve("upper"));
            Path work = Files.createDirectory(place.resolve("work"));
            List<String> options = List.of("lowerdir=" + lower, "upperdir=" + upper, "workdir=" + work);
            try (Fd merged = Mounter.openDetached(List.of(new Mount("overlay", "overlay", options)))) {
                merged.number();
            }
        }
    }

    /** See {@link RequiresBtrfs}. */
    public static final class Btrfs extends Requirement {
        /** Made by JUnit. */
        public Btrfs() {}

        @Override
        Optional<String> missing() {
            return LoopFilesystem.missing("btrfs");
        }
    }

    /** See {@link RequiresXfs}. */
    public static final class Xfs extends Requirement {
        /** Made by JUnit. */
        public Xfs() {}

        @Override
        Optional<String> missing() {
            return LoopFilesystem.missing("xfs");
        }
    }
}
