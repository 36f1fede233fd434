package io.jfs.fuse.transport;

import io.jfs.linux.ErrnoException;
import io.jfs.linux.fuse.FuseDevice;
import io.jfs.linux.fuse.FuseRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** Which transports there are, and which of them this machine has. */
public final class FuseTransports {
    /** The kernel's switch for {@link Transport#IO_URING}; it counts when a filesystem is mounted. */
    public static final Path ENABLE = Path.of("/sys/module/fuse/parameters/enable_uring");

    private static final System.Logger LOG = System.getLogger(FuseTransports.class.getName());
    private static final int PROBE_BYTES = 8192;

    private FuseTransports() {}

    /** Tries each transport but {@link Transport#AUTO}; nothing is mounted. */
    public static List<TransportProbe> probe() {
        return List.of(
                new TransportProbe(Transport.DEV_FUSE, withoutDevice()),
                new TransportProbe(Transport.IO_URING, withoutDevice().or(FuseTransports::withoutRings)),
                new TransportProbe(Transport.LIBFUSE, withoutLibfuse()));
    }

    private static Optional<String> withoutDevice() {
        try (FuseDevice device = FuseDevice.open()) {
            device.fd().number();
            return Optional.empty();
        } catch (ErrnoException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static Optional<String> withoutRings() {
        Optional<String> off = switchedOff();
        if (off.isPresent()) {
            return off;
        }
        try {
            FuseRing.create(RingSlot.PAYLOAD_AT, PROBE_BYTES).close();
            return Optional.empty();
        } catch (ErrnoException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** Why the kernel would not offer io_uring; empty if it would. */
    private static Optional<String> switchedOff() {
        try {
            boolean enabled = Files.readString(ENABLE).startsWith("Y");
            return enabled ? Optional.empty() : Optional.of("the administrator has not set " + ENABLE + " to Y");
        } catch (NoSuchFileException e) {
            return Optional.of("the kernel has no " + ENABLE + " (Linux 6.14)");
        } catch (IOException e) {
            return Optional.of(e.toString());
        }
    }

    private static Optional<String> withoutLibfuse() {
        return find(Transport.LIBFUSE)
                .map(FuseTransportProvider::unavailable)
                .orElseGet(() -> Optional.of("its module, jfs-fuse-libfuse, is not on the class or module path"));
    }

    private static Optional<FuseTransportProvider> find(Transport transport) {
        return ServiceLoader.load(FuseTransportProvider.class, FuseTransportProvider.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.transport() == transport)
                .findFirst();
    }

    /**
     * The provider of a transport from another module.
     *
     * @throws IOException if it is not there or cannot be used
     */
    static FuseTransportProvider provider(Transport transport) throws IOException {
        Optional<String> reason = withoutLibfuse();
        if (reason.isPresent()) {
            throw new IOException("no FUSE by " + transport + ": " + reason.get());
        }
        return find(transport).orElseThrow();
    }

    /**
     * The rings to be used if the kernel agrees; empty for the device alone.
     *
     * @throws IOException if {@link Transport#IO_URING} is asked for and cannot be had
     */
    static Optional<RingTransport> prepareRings(FuseOptions options) throws IOException {
        if (options.transport() == Transport.DEV_FUSE) {
            return Optional.empty();
        }
        Optional<String> off = switchedOff();
        if (options.transport() == Transport.IO_URING) {
            if (off.isPresent()) {
                throw new IOException("no FUSE over io_uring: " + off.get());
            }
            return Optional.of(RingTransport.prepare(options));
        }
        if (off.isPresent()) {
            return Optional.empty();
        }
        try {
            return Optional.of(RingTransport.prepare(options));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "no FUSE over io_uring", e);
            return Optional.empty();
        }
    }
}
