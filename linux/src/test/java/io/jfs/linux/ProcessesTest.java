package io.jfs.linux;

import static io.jfs.linux.OpenTest.assertErrno;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessesTest {
    @TempDir
    Path temp;

    @Test
    void the_process_knows_itself() throws Exception {
        assertThat(Processes.processId())
                .isEqualTo((int) ProcessHandle.current().pid());
        Path self = Path.of("/proc/self");
        assertThat(Processes.effectiveUserId()).isEqualTo(Files.getAttribute(self, "unix:uid"));
        assertThat(Processes.effectiveGroupId()).isEqualTo(Files.getAttribute(self, "unix:gid"));
    }

    @Test
    void capabilities_are_bits_of_the_effective_set() throws Exception {
        List<String> status = List.of("Name:\tjava", "CapPrm:\tffffffffffffffff", "CapEff:\t0000000000200001");
        assertThat(Processes.hasCapability(status, Processes.CAP_CHOWN)).isTrue();
        assertThat(Processes.hasCapability(status, Processes.CAP_SYS_ADMIN)).isTrue();
        assertThat(Processes.hasCapability(status, Processes.CAP_MKNOD)).isFalse();
        assertThat(Processes.hasCapability(status, 64)).isFalse();
        assertThatThrownBy(() -> Processes.hasCapability(List.of(), 0)).isInstanceOf(IOException.class);
    }

    @Test
    void root_may_administer() throws Exception {
        Needs.root();
        assertThat(Processes.hasCapability(Processes.CAP_CHOWN)).isTrue();
    }

    @Test
    void a_process_descriptor_needs_a_process() throws Exception {
        Processes.pidfdOpen(Processes.processId()).close();
        assertErrno(Errno.ESRCH, () -> Processes.pidfdOpen(Integer.MAX_VALUE));
    }

    @Test
    void everything_can_be_made_durable() throws Exception {
        try (Fd dir = Trees.directory(temp);
                Fd file = Trees.newFile(dir, "file");
                Fd path = Open.open(temp, Open.O_PATH, 0)) {
            Sync.fsync(file);
            Sync.fdatasync(file);
            Sync.fsync(dir);
            assertErrno(Errno.EBADF, () -> Sync.fsync(path));
        }
    }

    @Test
    void a_whole_filesystem_can_be_made_durable() throws Exception {
        try (Fd memory = Processes.memfd("synced")) {
            Sync.syncFileSystem(memory);
        }
    }
}
