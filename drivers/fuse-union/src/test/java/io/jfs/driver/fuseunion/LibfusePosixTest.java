package io.jfs.driver.fuseunion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.fuse.transport.Transport;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileIo;
import io.jfs.linux.Links;
import io.jfs.linux.NativePath;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What the API of libfuse 2, or jnr-fuse's of it, cannot do is told here, fact by fact, and in docs/jfs-union.md. */
class LibfusePosixTest extends FuseUnionPosixContract {
    LibfusePosixTest() {
        super(Transport.LIBFUSE);
    }

    private static void fails(Errno errno, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(errno));
    }

    private void make(String name) throws IOException {
        Open.openAt(here(), name, Open.O_WRONLY | Open.O_CREAT, 0644).close();
    }

    /** Its rename has no flags. */
    @Override
    @Test
    public void rename_exchanges_a_file_and_a_directory() throws IOException {
        make("a");
        Links.mkdirAt(here(), "b", 0755);
        fails(Errno.EINVAL, () -> Links.renameAt2(here(), "a", here(), "b", Links.RENAME_EXCHANGE));
        assertThat(Stat.statAt(here(), "a").isDirectory()).isFalse();
    }

    /** Its rename has no flags: also a name that is free is refused, rather than replaced if somebody else took it. */
    @Override
    @Test
    public void rename_without_replacing_fails_if_the_name_exists() throws IOException {
        make("a");
        make("b");
        fails(Errno.EEXIST, () -> Links.renameAt2(here(), "a", here(), "b", Links.RENAME_NOREPLACE));
        fails(Errno.EINVAL, () -> Links.renameAt2(here(), "a", here(), "c", Links.RENAME_NOREPLACE));
    }

    /** It has no such request. */
    @Override
    @Test
    public void a_file_without_a_name_can_be_given_one() {
        fails(
                Errno.EOPNOTSUPP,
                () -> Open.openAt(here(), ".", Open.O_TMPFILE | Open.O_RDWR, 0644)
                        .close());
    }

    /** The kernel asks for attributes by node, and it knows nodes by their paths only: reading and writing go on. */
    @Override
    @Test
    public void an_unlinked_file_lives_until_it_is_closed() throws IOException {
        try (Fd open = Open.openAt(here(), "a", Open.O_RDWR | Open.O_CREAT, 0644)) {
            FileIo.writeFully(open, new byte[] {1, 2, 3}, 0, 3);
            Links.unlinkAt(here(), "a");
            assertThat(FileIo.pread(open, ByteBuffer.allocate(8), 0)).isEqualTo(3);
            fails(Errno.ENOENT, () -> Stat.stat(open));
        }
    }

    /** jnr-fuse makes text of paths, and only UTF-8 comes back from that. */
    @Override
    @Test
    public void names_are_bytes() {
        String name = NativePath.decode(new byte[] {(byte) 0xff, 'a'});
        fails(Errno.EILSEQ, () -> make(name));
        fails(Errno.EILSEQ, () -> Links.mkdirAt(here(), name, 0755));
    }
}
