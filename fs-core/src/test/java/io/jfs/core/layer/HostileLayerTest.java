package io.jfs.core.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.core.driver.ApplyTarget;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Attacks that other unpackers fell for, on both kinds of target. Beside the target lies what must not change. */
class HostileLayerTest {
    @RegisterExtension
    final WorkDirectory work = new WorkDirectory();

    private Path outside;
    private SortedMap<String, String> before;

    @BeforeAll
    static void needs() {
        Needs.root();
    }

    @BeforeEach
    void lay_out_what_must_not_change() throws IOException {
        outside = Files.createDirectories(work.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "secret");
        before = TreeText.of(outside);
    }

    @AfterEach
    void nothing_outside_has_changed() throws IOException {
        assertThat(TreeText.of(outside)).isEqualTo(before);
    }

    private static TarBuilder tar() {
        return new TarBuilder();
    }

    private SortedMap<String, String> apply(TargetKind kind, TarBuilder... layers) throws IOException {
        return kind.apply(work.resolve("target"), layers);
    }

    private void refuses(TargetKind kind, String message, TarBuilder... layers) {
        assertThatThrownBy(() -> apply(kind, layers))
                .isInstanceOf(LayerException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void dots_cannot_leave_the_root(TargetKind kind) {
        refuses(kind, "leaves the root", tar().file("../outside/x", ""));
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void dots_behind_a_directory_cannot_either(TargetKind kind) {
        refuses(kind, "leaves the root", tar().dir("a/").file("a/../../outside/x", ""));
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void an_absolute_path_is_below_the_root(TargetKind kind) throws IOException {
        assertThat(apply(kind, tar().file(outside + "/secret", "x")))
                .containsKey(outside.toString().substring(1) + "/secret");
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_link_to_the_outside_leads_inside(TargetKind kind) throws IOException {
        var lines = apply(
                kind,
                tar().symlink("out", outside.toString()).file("out/secret", "x").file("out/new", "x"));
        assertThat(lines).containsKey(outside.toString().substring(1) + "/new");
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_link_of_many_dots_leads_inside(TargetKind kind) throws IOException {
        var lines = apply(kind, tar().symlink("out", "../../../../.." + outside), tar().file("out/secret", "x"));
        assertThat(lines).containsKey(outside.toString().substring(1) + "/secret");
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_root_that_is_a_link_is_refused(TargetKind kind) {
        refuses(kind, "root must be a directory", tar().symlink(".", outside.toString()));
        refuses(kind, "root must be a directory", tar().symlink("/", outside.toString()));
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_whiteout_through_a_link_deletes_nothing_outside(TargetKind kind) throws IOException {
        apply(
                kind,
                tar().symlink("out", outside.toString()),
                tar().whiteout("out/secret").opaque("out"));
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_directory_over_a_link_to_the_outside_changes_no_mode_there(TargetKind kind) throws IOException {
        var lines =
                apply(kind, tar().symlink("out", outside.toString()), tar().add("out/", '5', dir -> dir.mode = 0_777));
        assertThat(lines.get("out")).startsWith("0777").contains("directory");
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_file_over_a_link_to_the_outside_replaces_the_link(TargetKind kind) throws IOException {
        var lines =
                apply(kind, tar().symlink("x", outside + "/secret"), tar().add("x", '0', file -> file.mode = 0_6777));
        assertThat(lines.get("x")).startsWith("6777").contains("\"\"");
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_hard_link_to_a_link_links_the_link(TargetKind kind) throws IOException {
        var lines = apply(
                kind,
                tar().symlink("x", outside + "/secret").hardLink("y", "x").add("y", '0', file -> file.mode = 0_777));
        assertThat(lines.get("y")).contains("\"\"");
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_hard_link_through_a_link_exposes_nothing_outside(TargetKind kind) {
        refuses(kind, "does not exist", tar().symlink("out", outside.toString()).hardLink("x", "out/secret"));
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_hard_link_with_dots_is_refused(TargetKind kind) {
        refuses(kind, "leaves the root", tar().hardLink("x", "../outside/secret"));
        refuses(kind, "leaves the root", tar().dir("a/").hardLink("x", "a/../../outside/secret"));
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_hard_link_to_a_directory_is_refused(TargetKind kind) {
        refuses(kind, "entry x:", tar().dir("a/").hardLink("x", "a"));
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_hard_link_cannot_replace_the_directory_of_its_target(TargetKind kind) {
        refuses(kind, "entry a:", tar().dir("a/").file("a/x", "").hardLink("a", "a/x"));
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void links_in_a_circle_end(TargetKind kind) {
        refuses(
                kind,
                "too many symbolic links",
                tar().symlink("a", "b").symlink("b", "a").file("a/x", ""));
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_link_that_becomes_a_directory_is_not_followed_any_more(TargetKind kind) throws IOException {
        var lines = apply(
                kind,
                tar().dir("real/")
                        .symlink("l", "real")
                        .file("l/a", "")
                        .dir("l/")
                        .file("l/b", "")
                        .file("real/c", ""));
        assertThat(lines.keySet()).containsExactly("/", "l", "l/b", "real", "real/a", "real/c");
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void marks_of_the_overlay_itself_are_dropped(TargetKind kind) throws IOException {
        TarBuilder.Item item = new TarBuilder.Item("etc/", '5')
                .pax("SCHILY.xattr.trusted.overlay.opaque", "y")
                .pax("SCHILY.xattr.trusted.overlay.redirect", "/secret")
                .pax("SCHILY.xattr.user.overlay.opaque", "y")
                .pax("SCHILY.xattr.security.selinux", "x")
                .pax("SCHILY.xattr.com.apple.provenance", "x");
        var lines = apply(kind, tar().dir("etc/").file("etc/passwd", ""), tar().add(item));
        assertThat(lines).containsKey("etc/passwd");
        assertThat(lines.get("etc")).endsWith("directory");
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_whiteout_used_as_a_directory_is_refused(TargetKind kind) {
        refuses(kind, "used as a directory", tar().file(".wh.a/b", ""));
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_whiteout_of_dots_is_refused(TargetKind kind) {
        refuses(kind, "hides nothing", tar().file("a/.wh...", ""));
        refuses(kind, "hides nothing", tar().file("a/.wh..", ""));
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_path_too_deep_is_refused(TargetKind kind) {
        refuses(kind, "deeper than", tar().add(new TarBuilder.Item("x", '0').pax("path", "a/".repeat(1500) + "b")));
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_name_longer_than_the_kernel_takes_is_refused(TargetKind kind) {
        refuses(kind, "File name too long", tar().add(new TarBuilder.Item("x", '0').pax("path", "n".repeat(300))));
    }

    @Test
    void an_upper_directory_that_is_not_empty_is_refused() throws IOException {
        Path upper = work.resolve("upper");
        Files.createDirectories(upper.resolve("left-over"));
        var target = new ApplyTarget.OverlayUpper(upper, List.of(), "trusted.overlay.");
        assertThatThrownBy(() ->
                        new LayerApplier(target, LayerLimits.DEFAULT).apply(new ByteArrayInputStream(tar().build())))
                .hasMessageContaining("is not empty");
    }

    /** CVE-2025-47290: a path that was checked became another before it was used. */
    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_directory_that_another_process_swaps_for_a_link_leads_nowhere(TargetKind kind) throws IOException {
        TarBuilder layer = tar().dir("d/");
        for (int i = 0; i < 500; i++) {
            layer.dir("d/" + i + "/").file("d/" + i + "/secret", "x").file("secret", "x");
        }
        Path target = work.resolve("target");
        String root = kind == TargetKind.MERGED ? "merged" : "layer0";
        Files.createDirectories(target.resolve(root));
        try (var swapper = new Swapper(target, root, outside)) {
            swapper.start();
            apply(kind, layer);
        } catch (IOException e) {
            // Whatever the other process broke is an error; where it led is looked at afterwards.
            assertThat(e).hasMessageNotContaining("secret: secret");
        }
    }
}
