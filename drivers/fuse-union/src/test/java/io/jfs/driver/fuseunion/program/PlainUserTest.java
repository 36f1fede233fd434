package io.jfs.driver.fuseunion.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.driver.fuseunion.program.Installed.Outcome;
import io.jfs.testkit.RequiresFuse;
import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program for those who are not root. Everything happens in a mount namespace of its own, where everybody may open
 * {@code /dev/fuse} as on most machines; a server that stayed would keep the command's outputs open, and it would not
 * end.
 */
@RequiresRoot // to become somebody else
@RequiresFuse
@Timeout(120)
class PlainUserTest {
    private static final String NOBODY = "65534";

    /** $1: what makes somebody of the command; $2: a device node. */
    private static final String BECOME = """
            mknod "$2" c 10 229 && chmod 666 "$2" && mount --bind "$2" /dev/fuse && cd "$3" &&
            exec setpriv --reuid=65534 --regid=65534 --clear-groups $1 sh -euc '
                jfs-union -o lowerdir=lower,upperdir=upper,workdir=work mnt
                cat mnt/file
                echo upper >mnt/file
                rm -r mnt/dir
                mkdir mnt/dir
                echo new >mnt/dir/new
                ls mnt mnt/dir
                stat -c "%u %g" mnt/file
                fusermount3 -u mnt
                jfs-union -f -o lowerdir=upper:lower mnt &
                while ! grep -q "$PWD/mnt" /proc/self/mounts; do kill -0 $!; done
                ls mnt/dir
                cat mnt/file
                fusermount3 -u mnt
                wait
            '
            """;

    @TempDir
    static Path shared;

    private static Installed program;

    @TempDir
    Path directory;

    @BeforeAll
    static void install() throws Exception {
        program = Installed.into(shared);
    }

    @BeforeEach
    void make_layers_for_nobody() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String name : List.of("lower", "lower/dir", "upper", "work", "mnt")) {
            give(Files.createDirectory(directory.resolve(name)));
        }
        give(Files.writeString(directory.resolve("lower/file"), "lower\n"));
        give(Files.writeString(directory.resolve("lower/dir/old"), "old\n"));
    }

    private static void give(Path path) throws IOException {
        int id = Integer.parseInt(NOBODY);
        Files.setAttribute(path, "unix:uid", id);
        Files.setAttribute(path, "unix:gid", id);
    }

    private Outcome as(String somebody) throws Exception {
        List<String> command = new ArrayList<>(List.of("unshare", "-m", "sh", "-c", BECOME, "sh"));
        command.addAll(List.of(somebody, directory.resolve("fuse").toString(), directory.toString()));
        return program.runCommand(directory, command);
    }

    private void upperHasWhatWasChanged() throws Exception {
        assertThat(directory.resolve("upper/file")).hasContent("upper\n");
        assertThat(directory.resolve("lower/file")).hasContent("lower\n");
        assertThat(Files.getAttribute(directory.resolve("upper/dir"), "user:overlay.opaque"))
                .isEqualTo(new byte[] {'y'});
    }

    @Test
    void a_plain_user_mounts_by_fusermount3() throws Exception {
        Outcome outcome = as("env");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .isEqualTo("lower\nmnt:\ndir\nfile\n\nmnt/dir:\nnew\n" + NOBODY + " " + NOBODY + "\nnew\nupper\n");
        assertThat(outcome.exit()).isZero();
        upperHasWhatWasChanged();
    }

    @Test
    void root_of_a_user_namespace_mounts_by_himself() throws Exception {
        Outcome outcome = as("unshare -rm");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).isEqualTo("lower\nmnt:\ndir\nfile\n\nmnt/dir:\nnew\n0 0\nnew\nupper\n");
        assertThat(outcome.exit()).isZero();
        upperHasWhatWasChanged();
    }
}
