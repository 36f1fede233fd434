package io.jfs.linux;

import static io.jfs.linux.OpenTest.assertErrno;
import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.linux.internal.Scratch;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XattrTest {
    private static final byte[] VALUE = {'v', 0, (byte) 0xff};

    @TempDir
    Path temp;

    private Fd dir;

    @BeforeEach
    void a_file_and_a_link_to_it() throws Exception {
        dir = Trees.directory(temp);
        Trees.write(dir, "file", "x");
        Links.symlinkAt("file", dir, "link");
        boolean supported = true;
        try {
            Xattr.setAt(dir, "file", "user.probe", VALUE);
            Xattr.removeAt(dir, "file", "user.probe");
        } catch (ErrnoException e) {
            supported = !e.is(Errno.EOPNOTSUPP);
        }
        Needs.that(supported, "user.* attributes on the temporary directory's filesystem");
    }

    @AfterEach
    void close() {
        dir.close();
    }

    @Test
    void attributes_of_an_open_file_come_and_go() throws Exception {
        for (int flags : new int[] {Open.O_RDONLY, Open.O_PATH}) {
            try (Fd file = Open.openAt(dir, "file", flags, 0)) {
                assertThat(Xattr.get(file, "user.a")).isEmpty();
                Xattr.set(file, "user.a", VALUE);
                Xattr.set(file, "user.empty", new byte[0]);
                assertThat(Xattr.get(file, "user.a")).hasValue(VALUE);
                assertThat(Xattr.get(file, "user.empty")).hasValue(new byte[0]);
                assertThat(Xattr.list(file)).contains("user.a", "user.empty");
                Xattr.remove(file, "user.a");
                Xattr.remove(file, "user.empty");
                assertThat(Xattr.list(file)).noneMatch(name -> name.startsWith("user."));
                assertErrno(Errno.ENODATA, () -> Xattr.remove(file, "user.a"));
            }
        }
    }

    @Test
    void attributes_of_an_entry_come_and_go() throws Exception {
        assertThat(Xattr.getAt(dir, "file", "user.a")).isEmpty();
        Xattr.setAt(dir, "file", "user.a", new byte[] {1});
        Xattr.setAt(dir, "file", "user.a", VALUE);
        assertThat(Xattr.getAt(dir, "file", "user.a")).hasValue(VALUE);
        assertThat(Xattr.listAt(dir, "file")).contains("user.a");
        Xattr.removeAt(dir, "file", "user.a");
        assertThat(Xattr.getAt(dir, "file", "user.a")).isEmpty();
        assertErrno(Errno.ENODATA, () -> Xattr.removeAt(dir, "file", "user.a"));
    }

    @Test
    void a_directory_has_attributes_and_so_has_what_a_path_descriptor_reaches() throws Exception {
        try (Fd path = Open.open(temp, Open.O_PATH | Open.O_DIRECTORY, 0)) {
            Xattr.set(path, "user.dir", VALUE);
            assertThat(Xattr.get(dir, "user.dir")).hasValue(VALUE);
            assertThat(Xattr.getAt(path, ".", "user.dir")).hasValue(VALUE);
            Xattr.setAt(path, "file", "user.f", VALUE);
            assertThat(Xattr.getAt(dir, "file", "user.f")).hasValue(VALUE);
        }
    }

    @Test
    void a_symbolic_link_is_not_followed() throws Exception {
        Needs.root();
        Xattr.setAt(dir, "link", "trusted.overlay.x", VALUE);
        assertThat(Xattr.listAt(dir, "link")).contains("trusted.overlay.x");
        assertThat(Xattr.getAt(dir, "file", "trusted.overlay.x")).isEmpty();
        try (Fd link = Open.openAt(dir, "link", Open.O_PATH | Open.O_NOFOLLOW, 0)) {
            assertThat(Xattr.get(link, "trusted.overlay.x")).hasValue(VALUE);
            Xattr.set(link, "trusted.y", VALUE);
            assertThat(Xattr.list(link)).contains("trusted.overlay.x", "trusted.y");
            Xattr.remove(link, "trusted.y");
        }
        Xattr.removeAt(dir, "link", "trusted.overlay.x");
        assertThat(Xattr.listAt(dir, "link")).doesNotContain("trusted.overlay.x", "trusted.y");
        assertErrno(Errno.EPERM, () -> Xattr.setAt(dir, "link", "user.x", VALUE));
    }

    @Test
    void values_have_up_to_64_kib() throws Exception {
        try (Fd file = Processes.memfd("large")) {
            byte[] largest = new byte[Xattr.MAX_BYTES];
            new Random(3).nextBytes(largest);
            try {
                Xattr.set(file, "trusted.large", largest);
                assertThat(Xattr.get(file, "trusted.large")).hasValue(largest);
            } catch (ErrnoException e) {
                assertThat(e.errno()).isIn(Errno.EPERM, Errno.EOPNOTSUPP, Errno.ENOSPC);
            }
            assertErrno(Errno.E2BIG, () -> Xattr.set(file, "trusted.large", new byte[Xattr.MAX_BYTES + 1]));
            assertErrno(Errno.E2BIG, () -> Xattr.setAt(dir, "file", "user.a", new byte[Xattr.MAX_BYTES + 1]));
        }
    }

    @Test
    void odd_names_and_too_long_ones() throws Exception {
        String name = "user.\uDCFF ü";
        Xattr.setAt(dir, "file", name, VALUE);
        assertThat(Xattr.listAt(dir, "file")).contains(name);
        assertErrno(Errno.ERANGE, () -> Xattr.setAt(dir, "file", "user." + "x".repeat(300), VALUE));
        assertErrno(Errno.EOPNOTSUPP, () -> Xattr.setAt(dir, "file", "nothing.x", VALUE));
    }

    @Test
    void a_filesystem_without_attributes_has_none() throws Exception {
        try (Fd proc = Open.open(Path.of("/proc/self"), Open.O_RDONLY, 0)) {
            assertThat(Xattr.listAt(proc, "status")).isEmpty();
            assertThat(Xattr.getAt(proc, "status", "user.x")).isEmpty();
        }
    }

    @Test
    void old_kernels_and_new_ones_give_the_same_results() throws Exception {
        Needs.root();
        for (EntryXattrs calls : new EntryXattrs[] {new ProcPathXattrs(), EntryXattrs.ofThisKernel()}) {
            for (String name : new String[] {"file", "link", "other\uDCFF"}) {
                Trees.newFile(dir, "other\uDCFF").close();
                Scratch scratch = Scratch.begin();
                long key = scratch.put(NativePath.terminated("", "trusted.k"));
                long data = scratch.address(scratch.data());
                assertThat(Errno.ENODATA.is(calls.get(scratch, dir, name, key, data, 10)))
                        .isTrue();
                scratch.set(scratch.data(), VALUE, 0, VALUE.length);
                assertThat(calls.set(scratch, dir, name, key, data, VALUE.length))
                        .isZero();
                assertThat(Xattr.getAt(dir, name, "trusted.k")).hasValue(VALUE);
                scratch = Scratch.begin();
                key = scratch.put(NativePath.terminated("", "trusted.k"));
                assertThat(calls.get(scratch, dir, name, key, data, 10)).isEqualTo(VALUE.length);
                assertThat(scratch.bytes(scratch.data(), VALUE.length)).isEqualTo(VALUE);
                assertThat(calls.list(scratch, dir, name, data, 100)).isPositive();
                assertThat(calls.remove(scratch, dir, name, key)).isZero();
                assertThat(Errno.ENOENT.is(calls.list(scratch, dir, "", data, 100)))
                        .isTrue();
                Links.unlinkAt(dir, "other\uDCFF");
            }
        }
    }

    @Test
    void a_missing_entry_is_an_error() {
        assertErrno(Errno.ENOENT, () -> Xattr.listAt(dir, "missing"));
        assertErrno(Errno.ENOENT, () -> Xattr.getAt(dir, "missing", "user.a"));
    }
}
