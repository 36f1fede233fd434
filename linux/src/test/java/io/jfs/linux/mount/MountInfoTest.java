package io.jfs.linux.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountInfoTest {
    @Test
    void a_line_has_all_its_parts() throws Exception {
        String line =
                "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 propagate_from:2 - ext3 /dev/root rw,errors=continue\n";
        assertThat(MountInfo.parse(line))
                .containsExactly(new MountInfoEntry(
                        36,
                        35,
                        "98:0",
                        "/mnt1",
                        "/mnt2",
                        List.of("rw", "noatime"),
                        List.of("master:1", "propagate_from:2"),
                        "ext3",
                        "/dev/root",
                        List.of("rw", "errors=continue")));
    }

    @Test
    void optional_fields_and_source_may_be_missing() throws Exception {
        MountInfoEntry entry = MountInfo.parse("1 1 0:5 / /a rw - tmpfs  rw").getFirst();
        assertThat(entry.propagation()).isEmpty();
        assertThat(entry.source()).isEmpty();
        assertThat(entry.superOptions()).containsExactly("rw");
    }

    @Test
    void a_mount_point_named_like_the_separator_is_no_separator() throws Exception {
        MountInfoEntry entry = MountInfo.parse("1 1 0:5 / /- rw - tmpfs - rw").getFirst();
        assertThat(entry.mountPoint()).isEqualTo("/-");
        assertThat(entry.source()).isEqualTo("-");
    }

    @Test
    void octal_escapes_are_undone() throws Exception {
        String line =
                "1 1 0:5 /a\\134b /with\\040space\\011tab\\012line\\043 rw - overlay o\\040v rw,lowerdir=/a\\054b:/c";
        MountInfoEntry entry = MountInfo.parse(line).getFirst();
        assertThat(entry.root()).isEqualTo("/a\\b");
        assertThat(entry.mountPoint()).isEqualTo("/with space\ttab\nline#");
        assertThat(entry.source()).isEqualTo("o v");
        assertThat(entry.superOptions()).containsExactly("rw", "lowerdir=/a,b:/c");
        assertThat(MountInfo.unescape("a\\04")).isEqualTo("a\\04");
        assertThat(MountInfo.unescape("\\377\\200")).isEqualTo("\uDCFF\uDC80");
        assertThat(MountInfo.unescape("\\303\\274")).isEqualTo("ü");
    }

    @Test
    void the_topmost_of_a_stack_is_found_wherever_it_is_listed() throws Exception {
        String text = """
                30 1 0:1 / /a rw - tmpfs bottom rw
                40 35 0:3 / /a rw - tmpfs top rw
                35 30 0:2 / /a rw - tmpfs middle rw
                """;
        assertThat(MountInfo.topmost(MountInfo.parse(text), "/a"))
                .map(MountInfoEntry::source)
                .hasValue("top");
        assertThat(MountInfo.topmost(MountInfo.parse(text), "/b")).isEmpty();
    }

    @Test
    void garbage_is_an_error_that_shows_it() {
        for (String line : new String[] {
            "x", "1 2 3", "1 1 0:5 / /a rw tmpfs x rw", "a 1 0:5 / /a rw - tmpfs x rw", "1 1 0:5 / /a rw -"
        }) {
            assertThatThrownBy(() -> MountInfo.parse(line))
                    .isInstanceOf(IOException.class)
                    .hasMessage("/proc/self/mountinfo: not a mount: " + line);
        }
    }

    @Test
    void the_running_system_has_a_root_and_proc(@TempDir Path temp) throws Exception {
        assertThat(MountInfo.read()).extracting(MountInfoEntry::mountPoint).contains("/proc");
        assertThat(MountInfo.at(Path.of("/proc"))).map(MountInfoEntry::type).hasValue("proc");
        assertThat(MountInfo.at(temp)).isEmpty();
    }
}
