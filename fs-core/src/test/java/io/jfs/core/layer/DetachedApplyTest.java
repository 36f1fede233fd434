package io.jfs.core.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.core.driver.ApplyTarget;
import io.jfs.linux.Fd;
import io.jfs.linux.FileType;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A layer applied while its parents are unknown, and put on top of them afterwards. */
class DetachedApplyTest {
    @RegisterExtension
    final WorkDirectory work = new WorkDirectory();

    @BeforeAll
    static void needs() {
        Needs.root();
    }

    private static TarBuilder tar() {
        return new TarBuilder();
    }

    private static TarBuilder base() {
        return tar().dir("etc/")
                .file("etc/passwd", "root")
                .file("etc/group", "wheel")
                .dir("var/")
                .file("var/x", "x");
    }

    private ApplyResult apply(String name, TarBuilder layer, ApplyMode mode) throws IOException {
        Path upper = Files.createDirectories(work.resolve(name));
        var target = new ApplyTarget.OverlayUpper(upper, List.of(), "trusted.overlay.");
        return new LayerApplier(target, LayerLimits.DEFAULT, mode).apply(layer.stream());
    }

    private SortedMap<String, String> onBase(TarBuilder layer) throws IOException {
        apply("lower", base(), ApplyMode.ATTACHED);
        apply("upper", layer, ApplyMode.DETACHED);
        var lines = TargetKind.seen(work.path(), List.of(work.resolve("upper"), work.resolve("lower")));
        lines.remove("/");
        return lines;
    }

    private void needsParent(TarBuilder layer) {
        assertThatThrownBy(() -> apply("upper" + System.nanoTime(), layer, ApplyMode.DETACHED))
                .isInstanceOf(ParentNeededException.class)
                .hasMessageStartingWith("entry ");
    }

    @Test
    void whiteouts_and_opaque_marks_are_always_written() throws IOException {
        var lines = onBase(tar().dir("etc/")
                .whiteout("etc/passwd")
                .whiteout("etc/no-such")
                .dir("var/")
                .opaque("var"));
        assertThat(lines.keySet()).containsExactly("etc", "etc/group", "var");
    }

    @Test
    void a_directory_in_the_place_of_a_whiteout_is_opaque() throws IOException {
        var lines = onBase(tar().whiteout("etc")
                .dir("etc/")
                .file("etc/new", "n")
                .dir("var/")
                .file("var/y", "y")
                .whiteout("var"));
        assertThat(lines.keySet()).containsExactly("etc", "etc/new", "var", "var/y");
    }

    @Test
    void what_needs_a_look_into_the_parents_is_refused() {
        needsParent(tar().file("etc/new", "n"));
        needsParent(tar().whiteout("etc/passwd"));
        needsParent(tar().hardLink("a", "b"));
        needsParent(tar().file(".wh..wh..opq", ""));
    }

    @Test
    void below_an_opaque_directory_nothing_needs_the_parents() throws IOException {
        var lines =
                onBase(tar().dir("etc/").opaque("etc").file("etc/made/new", "n").whiteout("etc/made/old"));
        assertThat(lines.keySet()).containsExactly("etc", "etc/made", "etc/made/new", "var", "var/x");
    }

    @Test
    void without_parents_a_whiteout_is_not_written() throws IOException {
        apply("upper", tar().dir("etc/").whiteout("etc/passwd").whiteout("x"), ApplyMode.ATTACHED);
        assertThat(TreeText.paths(work.resolve("upper"))).containsExactly("etc");
    }

    @Test
    void a_whiteout_is_a_character_device_0_0() throws IOException {
        apply("upper", tar().whiteout("x"), ApplyMode.DETACHED);
        try (Fd dir = Open.open(work.resolve("upper"), Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
            assertThat(Stat.statAt(dir, "x").type()).isEqualTo(FileType.CHARACTER_DEVICE);
            assertThat(Stat.statAt(dir, "x").rdev()).isZero();
        }
    }

    @Test
    void the_result_tells_what_was_done() throws IOException {
        ApplyResult result =
                apply("upper", tar().dir("./").dir("a/").file("a/b", "hello").whiteout("c"), ApplyMode.ATTACHED);
        assertThat(result.entries()).isEqualTo(4);
        assertThat(result.usage().inodes()).isEqualTo(2);
        assertThat(result.usage().bytes()).isEqualTo(8192);
        assertThat(result.rootListed()).isTrue();
        assertThat(apply("other", tar().dir("a/"), ApplyMode.ATTACHED).rootListed())
                .isFalse();
    }
}
