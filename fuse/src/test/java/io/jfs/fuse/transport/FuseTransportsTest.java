package io.jfs.fuse.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.fuse.wire.InitFlags;
import io.jfs.fuse.wire.InitReply;
import io.jfs.fuse.wire.InitRequest;
import io.jfs.testkit.EnabledRings;
import io.jfs.testkit.RequiresFuse;
import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Which transports there are, and which is chosen. */
@ExtendWith(EnabledRings.class)
class FuseTransportsTest {
    private static final long OFFER = InitFlags.INIT_EXT | InitFlags.PASSTHROUGH;

    private static InitReply answer(Transport transport, long offer, boolean rings) throws IOException {
        FuseOptions options = FuseOptions.builder().transport(transport).build();
        return Negotiation.answer(new InitRequest(7, 45, 131_072, offer), options, rings);
    }

    @Test
    void rings_are_agreed_on_if_there_are_any_and_the_kernel_offers_them() throws IOException {
        long offer = OFFER | InitFlags.OVER_IO_URING;
        assertThat(answer(Transport.AUTO, offer, true).capabilities() & InitFlags.OVER_IO_URING)
                .isNotZero();
        assertThat(answer(Transport.AUTO, offer, false).capabilities() & InitFlags.OVER_IO_URING)
                .isZero();
        assertThat(answer(Transport.AUTO, OFFER, true).capabilities() & InitFlags.OVER_IO_URING)
                .isZero();
        assertThatThrownBy(() -> answer(Transport.IO_URING, OFFER, true))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("enable_uring");
    }

    @Test
    @RequiresFuse
    void every_transport_is_probed() {
        assertThat(FuseTransports.probe())
                .extracting(TransportProbe::transport)
                .containsExactly(Transport.DEV_FUSE, Transport.IO_URING, Transport.LIBFUSE);
        assertThat(FuseTransports.probe().getFirst().isAvailable()).isTrue();
        assertThat(FuseTransports.probe().getLast().unavailable())
                .hasValueSatisfying(reason -> assertThat(reason).contains("jfs-fuse-libfuse"));
    }

    @Test
    @RequiresRoot
    @RequiresFuse
    void what_is_not_there_is_said_and_nothing_is_mounted(@TempDir Path directory) {
        FuseOptions options = FuseOptions.builder().transport(Transport.LIBFUSE).build();
        assertThatThrownBy(() -> FuseMount.mount(new MemoryFileSystem(), directory, options))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("jfs-fuse-libfuse");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    @RequiresRoot
    @RequiresFuse
    void the_automatic_choice_takes_rings_where_they_are_enabled(@TempDir Path directory) throws Exception {
        RequiredTransport.required(Transport.IO_URING);
        try (MountedMemory mount = MountedMemory.on(directory, FuseOptions.builder())) {
            assertThat(mount.session.transport()).isEqualTo(Transport.IO_URING);
        }
    }
}
