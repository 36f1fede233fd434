package io.jfs.driver.fuseunion.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.fuse.dispatch.OpenMode;
import io.jfs.fuse.dispatch.Timeouts;
import io.jfs.fuse.transport.Transport;
import io.jfs.union.IdMap;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionReaderTest {
    private static MountOptions read(String options) throws ProgramException {
        return read(options, true);
    }

    private static MountOptions read(String options, boolean root) throws ProgramException {
        return OptionReader.read(OptionText.split(options, ','), Path.of("/base"), root, "jfs-union");
    }

    private static MountOptions with(String option) throws ProgramException {
        return read("lowerdir=/l,upperdir=/u,workdir=/w," + option);
    }

    @Test
    void layers_are_named_nearest_first() throws Exception {
        MountOptions options = read("lowerdir=/a:/b,upperdir=/u,workdir=/w");
        assertThat(options.lowers()).containsExactly(Path.of("/a"), Path.of("/b"));
        assertThat(options.upper()).contains(Path.of("/u"));
        assertThat(options.work()).contains(Path.of("/w"));
        assertThat(options.fuse().readOnly()).isFalse();
        assertThat(options.notes()).isEmpty();
    }

    @Test
    void relative_layers_begin_in_the_callers_directory() throws Exception {
        MountOptions options = read("lowerdir=a:../b,upperdir=u,workdir=w");
        assertThat(options.lowers()).containsExactly(Path.of("/base/a"), Path.of("/base/../b"));
        assertThat(options.upper()).contains(Path.of("/base/u"));
    }

    @Test
    void names_may_have_colons_and_commas() throws Exception {
        assertThat(read("lowerdir=/a\\:b\\,c:/d\\\\e").lowers()).containsExactly(Path.of("/a:b,c"), Path.of("/d\\e"));
    }

    @Test
    void without_an_upper_the_mount_is_read_only_and_the_work_directory_unused() throws Exception {
        MountOptions options = read("lowerdir=/a,workdir=/w");
        assertThat(options.fuse().readOnly()).isTrue();
        assertThat(options.work()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "upperdir=/u,workdir=/w | lowerdir is missing",
                "lowerdir= | lowerdir is missing",
                "lowerdir=/l,upperdir=/u | upperdir /u: workdir is missing",
                "lowerdir=/l,upperdir= | upperdir is empty",
                "lowerdir=/l,uidmapping=0:1000 | uidmapping=0:1000: not a list of onDisk:visible:count",
                "lowerdir=/l,gidmapping=0:x:1 | gidmapping=0:x:1: not a list of onDisk:visible:count",
                "lowerdir=/l,gidmapping=0:0:0 | gidmapping=0:0:0: not a list of onDisk:visible:count",
                "lowerdir=/l,uidmapping= | uidmapping=: not a list of onDisk:visible:count",
                "lowerdir=/l,uidmapping=0:0:4294967296 | uidmapping=0:0:4294967296: not a list of onDisk:visible:count",
                "lowerdir=/l,uidmapping=4294967290:0:9 | uidmapping=4294967290:0:9: not a list of onDisk:visible:count",
                "lowerdir=/l,max_write=99999999999 | max_write=99999999999: not a number from 1",
                "lowerdir=/l,timeout=NaN | timeout=NaN: not a number of seconds",
                "lowerdir=/l,squash_to_uid=-2 | squash_to_uid=-2: not a number from -1",
                "lowerdir=/l,threaded=x | threaded=x: not a number from 0 to 1",
                "lowerdir=/l,timeout=abc | timeout=abc: not a number of seconds",
                "lowerdir=/l,timeout=-1 | timeout=-1: not a number of seconds",
                "lowerdir=/l,open=fast | open=fast: not one of auto, passthrough, zero, cached"
            })
    void what_cannot_be_understood_is_named(String options, String message) {
        assertThatThrownBy(() -> read(options))
                .isInstanceOf(ProgramException.class)
                .hasMessage(message);
    }

    @Test
    void ids_are_mapped_from_disk_to_view() throws Exception {
        MountOptions options = with("uidmapping=0:1000:1:1:100000:65536,gidmapping=5:6:7");
        assertThat(options.uids().toInside(0)).isEqualTo(1000);
        assertThat(options.uids().toInside(1)).isEqualTo(100000);
        assertThat(options.uids().toDisk(100041)).isEqualTo(42);
        assertThat(options.gids().toInside(5)).isEqualTo(6);
    }

    @Test
    void owners_are_squashed() throws Exception {
        assertThat(with("squash_to_root").uids()).isEqualTo(IdMap.squashedTo(0));
        assertThat(with("squash_to_root").gids()).isEqualTo(IdMap.squashedTo(0));
        assertThat(with("squash_to_uid=7").uids()).isEqualTo(IdMap.squashedTo(7));
        assertThat(with("squash_to_uid=7").gids()).isEqualTo(IdMap.IDENTITY);
        assertThat(with("squash_to_gid=8").gids()).isEqualTo(IdMap.squashedTo(8));
        assertThat(with("squash_to_uid=-1").uids()).isEqualTo(IdMap.IDENTITY);
    }

    @Test
    void syncing_is_switched_off_in_two_ways() throws Exception {
        assertThat(with("volatile").isVolatile()).isTrue();
        assertThat(with("fsync=0").isVolatile()).isTrue();
        assertThat(with("fsync=1").isVolatile()).isFalse();
        assertThat(with("rw").isVolatile()).isFalse();
    }

    @Test
    void attributes_and_lists_are_switched_off() throws Exception {
        assertThat(with("noxattrs=1").xattrs()).isFalse();
        assertThat(with("noxattrs=0").xattrs()).isTrue();
        assertThat(with("noacl").fuse().posixAcl()).isFalse();
        assertThat(with("rw").fuse().posixAcl()).isTrue();
        assertThat(with("userxattr").userXattrs()).isTrue();
    }

    @Test
    void timeouts_are_for_ever_unless_told() throws Exception {
        Duration second = Duration.ofMillis(1500);
        assertThat(with("timeout=1.5").fuse().timeouts()).isEqualTo(new Timeouts(second, second, second));
        assertThat(with("rw").fuse().timeouts()).isEqualTo(Timeouts.FOR_EVER);
        assertThat(with("timeout=1e300").fuse().timeouts()).isEqualTo(Timeouts.FOR_EVER);
    }

    @Test
    void root_mounts_for_everybody_and_a_plain_user_for_himself() throws Exception {
        MountOptions root = read("lowerdir=/l", true);
        assertThat(root.fuse().suid()).isTrue();
        assertThat(root.fuse().allowOther()).isTrue();
        assertThat(root.fuse().devices()).isFalse();
        MountOptions user = read("lowerdir=/l", false);
        assertThat(user.fuse().suid()).isFalse();
        assertThat(user.fuse().allowOther()).isFalse();
        assertThat(user.fuse().defaultPermissions()).isTrue();
    }

    @Test
    void the_later_flag_wins() throws Exception {
        MountOptions options = with("dev,suid,nosuid,noexec,exec,nodev,dev,ro,rw");
        assertThat(options.fuse().devices()).isTrue();
        assertThat(options.fuse().suid()).isFalse();
        assertThat(options.fuse().exec()).isTrue();
        assertThat(options.fuse().readOnly()).isFalse();
        assertThat(with("ro").fuse().readOnly()).isTrue();
    }

    @Test
    void the_mount_table_shows_the_names_that_were_asked_for() throws Exception {
        assertThat(with("rw").fuse().source()).isEqualTo("jfs-union");
        assertThat(with("rw").fuse().subtype()).isEqualTo("jfs-union");
        assertThat(with("fsname=a\\,b").fuse().source()).isEqualTo("a,b");
        assertThat(with("subtype=x").fuse().subtype()).isEqualTo("x");
    }

    @Test
    void max_write_is_made_to_fit() throws Exception {
        assertThat(with("max_write=5000").fuse().maxWrite()).isEqualTo(4096);
        assertThat(with("max_write=1").fuse().maxWrite()).isEqualTo(4096);
        assertThat(with("max_write=99999999").fuse().maxWrite()).isEqualTo(1 << 20);
    }

    @Test
    void our_own_options_are_understood() throws Exception {
        assertThat(with("open=passthrough").fuse().openMode()).isEqualTo(OpenMode.PASSTHROUGH);
        assertThat(with("open=zero").fuse().openMode()).isEqualTo(OpenMode.ZERO);
        assertThat(with("open=cached").fuse().openMode()).isEqualTo(OpenMode.CACHED);
        assertThat(with("open=auto").fuse().openMode()).isEqualTo(OpenMode.AUTO);
        assertThat(with("trace").trace()).isTrue();
        assertThat(with("debug").trace()).isTrue();
        assertThat(with("log=x").log()).contains(Path.of("/base/x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redirect_dir=off", "redirect_dir=on", "metacopy=on", "threaded=1", "fast_ino=0", "writeback=0",
                "xino=off", "xino=auto", "xattr_permissions=0", "default_permissions", "noatime", "lazytime",
                "splice_write", "kernel_cache", "clone_fd", "max_read=131072", "x-systemd.automount", "_netdev"
            })
    void options_without_meaning_here_are_accepted_in_silence(String option) throws Exception {
        assertThat(with(option).notes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "writeback=1",
                "xino=on",
                "ino32_t",
                "static_nlink",
                "context=\"system_u:object_r:x:s0\"",
                "plugins=/p.so",
                "allow_root",
                "auto_unmount"
            })
    void options_whose_absence_could_be_noticed_are_accepted_with_a_word(String option) throws Exception {
        String name = option.replaceFirst("=.*", "");
        assertThat(with(option).notes())
                .singleElement()
                .asString()
                .startsWith(name)
                .contains("ignored");
    }

    @Test
    void an_unknown_option_is_passed_over_with_a_word() throws Exception {
        assertThat(with("foo=bar").notes()).containsExactly("unknown option ignored: foo=bar");
    }

    @Test
    void owners_in_attributes_are_refused_rather_than_wrong() {
        assertThatThrownBy(() -> with("xattr_permissions=2")).hasMessageContaining("not supported");
    }

    @Test
    void the_layers_index_and_marks_and_the_transport_can_be_chosen() throws Exception {
        assertThat(with("index=on").hardLinkIndex()).isTrue();
        assertThat(with("index=off").hardLinkIndex()).isFalse();
        assertThat(with("layerindex=x").layerIndex()).contains(Path.of("/base/x"));
        for (Transport transport : Transport.values()) {
            assertThat(with("transport=" + transport).fuse().transport()).isEqualTo(transport);
        }
        assertThatThrownBy(() -> with("transport=udp")).hasMessageContaining("auto, dev-fuse, io-uring, libfuse");
        assertThat(with("rw").aufsMarks()).isTrue();
        assertThat(with("aufs=off").aufsMarks()).isFalse();
    }
}
