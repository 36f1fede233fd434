package io.jfs.linux.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.Needs;
import io.jfs.linux.Processes;
import io.jfs.linux.mount.MountCalls;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The device on its own, and a mount that nobody serves. */
class FuseDeviceTest {
    private static final int INIT = 26;

    @BeforeEach
    void needs() {
        Needs.root();
        Needs.that(Files.exists(Path.of("/dev/fuse")), "/dev/fuse");
    }

    private static void failsWith(Errno errno, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(errno));
    }

    /** A detached mount of the device. */
    private static Fd mount(FuseDevice device) throws ErrnoException {
        try (Fd context = MountCalls.fsopen("fuse")) {
            MountCalls.fsconfigString(context, "source", "test");
            MountCalls.fsconfigString(
                    context, "fd", Integer.toString(device.fd().number()));
            MountCalls.fsconfigString(context, "rootmode", "40000");
            MountCalls.fsconfigString(context, "user_id", "0");
            MountCalls.fsconfigString(context, "group_id", "0");
            MountCalls.fsconfigCreate(context);
            return MountCalls.fsmount(context, 0);
        }
    }

    @Test
    void a_channel_without_a_mount_cannot_be_used() throws Exception {
        NativeBuffer buffer = NativeBuffer.allocate(1 << 20);
        try (FuseDevice device = FuseDevice.open()) {
            failsWith(Errno.EPERM, () -> device.read(buffer));
            assertThatThrownBy(device::cloneNonBlocking).isInstanceOf(ErrnoException.class); // EPERM, once EINVAL
        }
    }

    @Test
    void the_first_request_of_a_mount_is_init_and_the_last_answer_is_enodev() throws Exception {
        NativeBuffer buffer = NativeBuffer.allocate((1 << 20) + 8192);
        try (FuseDevice device = FuseDevice.open()) {
            try (Fd root = mount(device);
                    FuseDevice clone = device.cloneNonBlocking()) {
                assertThat(root.number()).isPositive();
                assertThat(clone.awaitReadable(0)).isTrue();
                int length = clone.read(buffer);
                assertThat(length).isGreaterThanOrEqualTo(56);
                assertThat(buffer.bytes().getInt(0)).isEqualTo(length);
                assertThat(buffer.bytes().getInt(4)).isEqualTo(INIT);
                assertThat(clone.awaitReadable(1_000_000)).isFalse();
                assertThat(clone.read(buffer)).isZero();
            }
            failsWith(Errno.ENODEV, () -> device.read(buffer));
        }
    }

    @Test
    void a_buffer_that_is_too_small_is_refused() throws Exception {
        NativeBuffer buffer = NativeBuffer.allocate(4096);
        try (FuseDevice device = FuseDevice.open();
                Fd root = mount(device)) {
            assertThat(root.number()).isPositive();
            failsWith(Errno.EINVAL, () -> device.read(buffer));
        }
    }

    @Test
    void a_reply_to_nothing_is_not_wanted() throws Exception {
        NativeBuffer buffer = NativeBuffer.allocate(4096);
        try (FuseDevice device = FuseDevice.open();
                Fd root = mount(device)) {
            assertThat(root.number()).isPositive();
            buffer.bytes().putInt(0, 16).putInt(4, 0).putLong(8, 4711);
            assertThat(device.write(buffer, 0, 16)).isFalse();
        }
    }

    @Test
    void backing_files_need_an_agreement() throws Exception {
        try (FuseDevice device = FuseDevice.open();
                Fd root = mount(device);
                Fd file = Processes.memfd("backing")) {
            assertThat(root.number()).isPositive();
            failsWith(Errno.EPERM, () -> device.openBacking(file));
        }
    }

    @Test
    void buffers_are_zero_and_page_aligned() throws Exception {
        NativeBuffer buffer = NativeBuffer.allocate(10_000);
        assertThat(buffer.size()).isEqualTo(10_000);
        assertThat(buffer.address() % 4096).isZero();
        assertThat(buffer.view().getLong(9_992)).isZero();
        buffer.bytes().put(3, (byte) 1);
        assertThat(buffer.view().get(3)).isEqualTo((byte) 1);
    }
}
