package io.jfs.core.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules of the OCI image-spec, layer.md, on both kinds of target. */
class LayerRulesTest {
    @RegisterExtension
    final WorkDirectory work = new WorkDirectory();

    private int targets;

    @BeforeAll
    static void needs() {
        Needs.root();
    }

    private static TarBuilder tar() {
        return new TarBuilder();
    }

    /** Applies the layers to a target of its own, so that a test may do it twice. */
    private SortedMap<String, String> apply(TargetKind kind, TarBuilder... layers) throws IOException {
        SortedMap<String, String> lines = kind.apply(work.resolve("target" + targets++), layers);
        lines.remove("/");
        return lines;
    }

    /** An etc with two files, a lib that is a link, and a var with a tree below it. */
    private static TarBuilder base() {
        return tar().dir("etc/")
                .file("etc/passwd", "root")
                .file("etc/group", "wheel")
                .dir("usr/")
                .dir("usr/lib/")
                .file("usr/lib/libc", "c")
                .symlink("lib", "usr/lib")
                .dir("var/")
                .symlink("var/run", "/run")
                .dir("run/")
                .dir("var/log/")
                .file("var/log/one", "1");
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_whiteout_removes_a_lower_file(TargetKind kind) throws IOException {
        assertThat(apply(kind, base(), tar().whiteout("etc/passwd")))
                .containsKey("etc/group")
                .doesNotContainKey("etc/passwd");
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_whiteout_removes_a_lower_directory_with_all_below(TargetKind kind) throws IOException {
        assertThat(apply(kind, base(), tar().whiteout("var")).keySet()).noneMatch(path -> path.startsWith("var"));
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_whiteout_leaves_what_its_own_layer_wrote_before_it(TargetKind kind) throws IOException {
        var lines = apply(kind, base(), tar().file("etc/passwd", "new").whiteout("etc/passwd"));
        assertThat(lines.get("etc/passwd")).contains("\"new\"");
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_whiteout_leaves_what_its_own_layer_wrote_after_it(TargetKind kind) throws IOException {
        var lines = apply(kind, base(), tar().whiteout("etc/passwd").file("etc/passwd", "new"));
        assertThat(lines.get("etc/passwd")).contains("\"new\"");
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_whiteout_and_a_directory_of_the_same_name_leave_only_the_new_one(TargetKind kind) throws IOException {
        var before = apply(kind, base(), tar().whiteout("etc").dir("etc/").file("etc/new", "n"));
        assertThat(before).containsKeys("etc", "etc/new").doesNotContainKeys("etc/passwd", "etc/group");
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_whiteout_after_the_directory_of_its_name_does_the_same(TargetKind kind) throws IOException {
        var after = apply(kind, base(), tar().dir("etc/").file("etc/new", "n").whiteout("etc"));
        assertThat(after).containsKeys("etc", "etc/new").doesNotContainKeys("etc/passwd", "etc/group");
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_whiteout_of_what_never_was_changes_nothing(TargetKind kind) throws IOException {
        var lines = apply(kind, base(), tar().whiteout("etc/shadow").whiteout("no/such/place"));
        assertThat(lines).isEqualTo(apply(kind == TargetKind.MERGED ? TargetKind.OVERLAY : TargetKind.MERGED, base()));
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_whiteout_of_nothing_is_an_error(TargetKind kind) {
        assertThatThrownBy(() -> apply(kind, tar().file("etc/.wh.", "")))
                .isInstanceOf(LayerException.class)
                .hasMessageContaining("etc/.wh.");
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_whiteout_through_a_symbolic_link_stays_inside(TargetKind kind) throws IOException {
        var lines = apply(
                kind, base().file("run/pid", "7"), tar().whiteout("var/run/pid").whiteout("lib/libc"));
        assertThat(lines).containsKey("run").doesNotContainKeys("run/pid", "usr/lib/libc");
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void an_opaque_directory_hides_all_lower_children_wherever_it_stands(TargetKind kind) throws IOException {
        var first = apply(kind, base(), tar().dir("etc/").opaque("etc").file("etc/new", "n"));
        assertThat(first).containsKeys("etc", "etc/new").doesNotContainKeys("etc/passwd", "etc/group");
        var last = apply(kind, base(), tar().dir("etc/").file("etc/new", "n").opaque("etc"));
        assertThat(last).isEqualTo(first);
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void an_opaque_directory_hides_below_its_subdirectories_too(TargetKind kind) throws IOException {
        var lines = apply(
                kind,
                base(),
                tar().dir("var/").dir("var/log/").file("var/log/two", "2").opaque("var"));
        assertThat(lines).containsKeys("var/log", "var/log/two").doesNotContainKeys("var/log/one", "var/run");
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void an_opaque_directory_followed_by_a_whiteout_in_it_stays_opaque(TargetKind kind) throws IOException {
        var lines = apply(kind, base(), tar().dir("etc/").opaque("etc").whiteout("etc/group"));
        assertThat(lines).containsKey("etc").doesNotContainKeys("etc/passwd", "etc/group");
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void an_opaque_root_hides_everything_below(TargetKind kind) throws IOException {
        var lines = apply(kind, base(), tar().dir("etc/").file("etc/new", "n").file(".wh..wh..opq", ""));
        assertThat(lines.keySet()).containsExactly("etc", "etc/new");
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_directory_over_a_directory_replaces_its_attributes_only(TargetKind kind) throws IOException {
        TarBuilder.Item lower = new TarBuilder.Item("etc/", '5').pax("SCHILY.xattr.user.old", "1");
        TarBuilder.Item upper = new TarBuilder.Item("etc/", '5').pax("SCHILY.xattr.user.new", "2");
        upper.mode = 0_1777;
        upper.uid = 5;
        var lines = apply(kind, tar().add(lower).file("etc/passwd", "root"), tar().add(upper));
        assertThat(lines.get("etc"))
                .startsWith("1777 5:0 1700000000.000000000")
                .contains("user.new=[50]")
                .doesNotContain("user.old");
        assertThat(lines).containsKey("etc/passwd");
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_directory_replaces_a_file_and_a_link(TargetKind kind) throws IOException {
        var lines = apply(
                kind,
                base().file("a", ""),
                tar().dir("a/").file("a/x", "x").dir("lib/").file("lib/y", "y"));
        assertThat(lines).containsKeys("a/x", "lib/y", "usr/lib/libc").doesNotContainKeys("usr/lib/y", "lib/libc");
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_file_and_a_link_replace_a_directory(TargetKind kind) throws IOException {
        var lines = apply(kind, base(), tar().file("etc", "file").symlink("var", "etc"));
        assertThat(lines.get("etc")).contains("\"file\"");
        assertThat(lines.get("var")).contains("-> etc");
        assertThat(lines.keySet()).noneMatch(path -> path.startsWith("etc/") || path.startsWith("var/"));
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_directory_that_was_a_file_in_between_does_not_show_the_older_directory(TargetKind kind) throws IOException {
        var lines =
                apply(kind, base(), tar().file("etc", "file"), tar().dir("etc/").file("etc/new", "n"));
        assertThat(lines).containsKeys("etc/new").doesNotContainKey("etc/passwd");
        lines = apply(kind, base(), tar().file("etc", "file").dir("etc/").file("etc/new", "n"));
        assertThat(lines).containsKeys("etc/new").doesNotContainKey("etc/passwd");
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void of_two_entries_with_one_path_the_last_wins(TargetKind kind) throws IOException {
        assertThat(apply(kind, tar().file("a", "1").file("a", "2")).get("a")).contains("\"2\"");
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_missing_parent_is_made_with_mode_0755(TargetKind kind) throws IOException {
        var lines = apply(kind, tar().file("a/b/c", "x"));
        assertThat(lines.get("a/b")).startsWith("0755 0:0 1700000000.000000000 directory");
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void an_unlisted_parent_keeps_the_attributes_of_the_lower_one(TargetKind kind) throws IOException {
        TarBuilder.Item lower = new TarBuilder.Item("etc/", '5').pax("SCHILY.xattr.user.a", "1");
        lower.mode = 0_750;
        lower.uid = 7;
        lower.mtime = 1_600_000_000;
        var lines = apply(kind, tar().add(lower), tar().file("etc/passwd", "root"));
        assertThat(lines.get("etc")).startsWith("0750 7:0 1600000000.000000000 directory user.a=[49]");
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_whiteout_in_an_unlisted_parent_keeps_its_time(TargetKind kind) throws IOException {
        var lines = apply(kind, base(), tar().whiteout("etc/passwd"));
        assertThat(lines.get("etc")).contains("1700000000.000000000");
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_file_lands_where_a_lower_link_leads(TargetKind kind) throws IOException {
        var lines = apply(kind, base(), tar().file("lib/libm", "m").file("var/run/pid", "7"));
        assertThat(lines).containsKeys("usr/lib/libm", "run/pid");
        assertThat(lines.get("lib")).contains("-> usr/lib");
        assertThat(lines.get("var/run")).contains("-> /run");
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_parent_that_is_a_file_is_an_error(TargetKind kind) {
        assertThatThrownBy(() -> apply(kind, base(), tar().file("etc/passwd/x", "")))
                .isInstanceOf(LayerException.class)
                .hasMessage("entry etc/passwd/x: parent etc/passwd is not a directory");
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_hard_link_within_the_layer_shares_the_file(TargetKind kind) throws IOException {
        var lines =
                apply(kind, tar().file("a", "x").hardLink("b", "./a").dir("d/").hardLink("d/c", "/a"));
        assertThat(lines.get("b")).contains("\"x\"").endsWith("same as a");
        assertThat(lines.get("d/c")).endsWith("same as a");
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_hard_link_to_a_lower_file_shares_it_with_all_its_attributes(TargetKind kind) throws IOException {
        TarBuilder.Item lower = new TarBuilder.Item("etc/a", '0').pax("SCHILY.xattr.user.a", "1");
        lower.mode = 0_4711;
        lower.uid = 3;
        lower.body = TarBuilder.bytes("lower");
        var lines = apply(kind, tar().dir("etc/").add(lower), tar().dir("new/").hardLink("new/b", "etc/a"));
        assertThat(lines.get("etc/a")).startsWith("4711 3:0 1700000000.000000000 \"lower\" user.a=[49]");
        assertThat(lines.get("new/b")).isEqualTo(lines.get("etc/a"));
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_hard_link_moves_a_file_when_a_whiteout_of_the_old_name_follows(TargetKind kind) throws IOException {
        var lines = apply(kind, base(), tar().hardLink("etc/b", "etc/passwd").whiteout("etc/passwd"));
        assertThat(lines).containsKey("etc/b").doesNotContainKey("etc/passwd");
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_hard_link_to_itself_changes_nothing(TargetKind kind) throws IOException {
        assertThat(apply(kind, tar().file("a", "x").hardLink("a", "a")).get("a"))
                .contains("\"x\"");
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_hard_link_to_nothing_is_an_error_that_names_both(TargetKind kind) {
        assertThatThrownBy(() -> apply(kind, base(), tar().hardLink("b", "etc/nothing")))
                .isInstanceOf(LayerException.class)
                .hasMessage("entry b: hard link target etc/nothing does not exist");
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_hard_link_to_what_this_layer_hides_is_an_error(TargetKind kind) {
        assertThatThrownBy(
                        () -> apply(kind, base(), tar().whiteout("etc/passwd").hardLink("b", "etc/passwd")))
                .isInstanceOf(LayerException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void leftovers_of_aufs_are_skipped(TargetKind kind) throws IOException {
        var lines = apply(
                kind,
                tar().dir(".wh..wh.plnk/")
                        .file(".wh..wh.plnk/1.2", "")
                        .file(".wh..wh.aufs", "")
                        .file("a", ""));
        assertThat(lines.keySet()).containsExactly("a");
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void the_root_entry_sets_attributes(TargetKind kind) throws IOException {
        var lines = kind.apply(
                work.path(),
                tar().add("./", '5', root -> {
                            root.mode = 0_711;
                            root.uid = 9;
                        })
                        .file("./a", ""));
        assertThat(lines.get("/")).startsWith("0711 9:0 1700000000.000000000");
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void all_kinds_of_files_keep_their_attributes(TargetKind kind) throws IOException {
        var lines = apply(
                kind,
                tar().dir("d/")
                        .add("d/null", '3', device -> {
                            device.mode = 0_666;
                            device.major = 1;
                            device.minor = 3;
                        })
                        .add("d/disk", '4', device -> {
                            device.uid = 1;
                            device.gid = 6;
                            device.mode = 0_660;
                            device.major = 8;
                            device.minor = 300;
                        })
                        .add("d/pipe", '6', pipe -> pipe.mode = 0_622)
                        .add("d/link", '2', link -> {
                            link.link = TarBuilder.bytes("nowhere");
                            link.uid = 3_000_000_000L;
                        })
                        .add("d/suid", '0', file -> {
                            file.uid = 33;
                            file.gid = 34;
                            file.mode = 0_6755;
                        }));
        String time = "1700000000.000000000 ";
        assertThat(lines)
                .containsAllEntriesOf(Map.of(
                        "d/null", "0666 0:0 " + time + "CHARACTER_DEVICE 1:3",
                        "d/disk", "0660 1:6 " + time + "BLOCK_DEVICE 8:300",
                        "d/pipe", "0622 0:0 " + time + "FIFO",
                        "d/link", "0777 -1294967296:0 " + time + "-> nowhere",
                        "d/suid", "6755 33:34 " + time + "\"\""));
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void binary_attributes_arrive_as_they_are(TargetKind kind) throws IOException {
        byte[] capability = {1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        byte[] acl = {
            2, 0, 0, 0, 1, 0, 6, 0, -1, -1, -1, -1, 2, 0, 4, 0, 5, 0, 0, 0, 4, 0, 4, 0, -1, -1, -1, -1, 16, 0, 4, 0, -1,
            -1, -1, -1, 32, 0, 4, 0, -1, -1, -1, -1
        };
        var lines = apply(
                kind,
                tar().add(new TarBuilder.Item("ping", '0').pax("SCHILY.xattr.security.capability", capability))
                        .add(new TarBuilder.Item("acl", '0').pax("SCHILY.xattr.system.posix_acl_access", acl))
                        .add(new TarBuilder.Item("odd", '0')
                                .pax("SCHILY.xattr.user.x", new byte[] {0, -1, -128, '\n', '='}))
                        .add(new TarBuilder.Item("bsd", '0').pax("LIBARCHIVE.xattr.user.a%20b", "AP8")));
        assertThat(lines.get("ping")).contains("security.capability=[1, 0, 0, 2, 0, 4,");
        assertThat(lines.get("acl")).startsWith("0644").contains("system.posix_acl_access=[2, 0, 0, 0, 1, 0, 6, 0,");
        assertThat(lines.get("odd")).contains("user.x=[0, -1, -128, 10, 61]");
        assertThat(lines.get("bsd")).contains("user.a b=[0, -1]");
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void new_files_inherit_no_acl_and_no_group(TargetKind kind) throws IOException {
        byte[] acl = {
            2, 0, 0, 0, 1, 0, 7, 0, -1, -1, -1, -1, 2, 0, 7, 0, 5, 0, 0, 0, 4, 0, 5, 0, -1, -1, -1, -1, 16, 0, 7, 0, -1,
            -1, -1, -1, 32, 0, 5, 0, -1, -1, -1, -1
        };
        TarBuilder.Item dir = new TarBuilder.Item("d/", '5').pax("SCHILY.xattr.system.posix_acl_default", acl);
        dir.mode = 0_2755;
        dir.gid = 42;
        var lines = apply(
                kind,
                tar().add(dir).file("d/a", "").dir("d/s/"),
                tar().file("d/b", "").dir("d/t/").file("d/s/c", ""));
        assertThat(lines.get("d")).startsWith("2755 0:42").contains("posix_acl_default");
        for (String file : new String[] {"d/a", "d/b", "d/s/c"}) {
            assertThat(lines.get(file)).isEqualTo("0644 0:0 1700000000.000000000 \"\"");
        }
        for (String directory : new String[] {"d/s", "d/t"}) {
            assertThat(lines.get(directory)).isEqualTo("0755 0:0 1700000000.000000000 directory");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void names_are_bytes(TargetKind kind) throws IOException {
        TarBuilder.Item item = new TarBuilder.Item("x", '0');
        item.name = new byte[] {'a', (byte) 0xFF, (byte) 0xC3};
        TarBuilder.Item pax = new TarBuilder.Item("x", '2')
                .pax("path", new byte[] {'b', (byte) 0xFE})
                .pax("linkpath", new byte[] {(byte) 0x80});
        var lines = apply(kind, tar().add(item).add(pax));
        assertThat(lines.keySet()).containsExactly("a\uDCFF\uDCC3", "b\uDCFE");
        assertThat(lines.get("b\uDCFE")).endsWith("-> \uDC80");
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void times_have_nanoseconds_and_may_be_before_the_epoch(TargetKind kind) throws IOException {
        var lines = apply(
                kind,
                tar().add(new TarBuilder.Item("a", '0').pax("mtime", "1700000001.123456789123"))
                        .add(new TarBuilder.Item("b/", '5').pax("mtime", "-1.5"))
                        .file("b/c", ""));
        assertThat(lines.get("a")).contains("1700000001.123456789");
        assertThat(lines.get("b")).contains("-2.500000000");
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED", "OVERLAY"})
    void a_device_0_0_is_refused(TargetKind kind) {
        assertThatThrownBy(() -> apply(kind, tar().add("a", '3', _ -> {})))
                .hasMessageStartingWith("entry a: character device 0/0");
    }
}
