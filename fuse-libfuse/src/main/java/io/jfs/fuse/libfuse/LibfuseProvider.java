package io.jfs.fuse.libfuse;

import io.jfs.fuse.dispatch.FuseHandler;
import io.jfs.fuse.transport.FuseOptions;
import io.jfs.fuse.transport.FuseSession;
import io.jfs.fuse.transport.FuseTransportProvider;
import io.jfs.fuse.transport.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import jnr.ffi.LibraryLoader;
import ru.serce.jnrfuse.LibFuse;

/** Found by {@link java.util.ServiceLoader}. */
public final class LibfuseProvider implements FuseTransportProvider {
    /** Made by the service loader. */
    public LibfuseProvider() {}

    @Override
    public Transport transport() {
        return Transport.LIBFUSE;
    }

    @Override
    public Optional<String> unavailable() {
        try {
            LibraryLoader.create(LibFuse.class).failImmediately().load("fuse");
            return Optional.empty();
        } catch (LinkageError e) {
            return Optional.of("libfuse 2 cannot be loaded (Debian's package libfuse2): " + e.getMessage());
        }
    }

    @Override
    public FuseSession mount(FuseHandler handler, Path target, FuseOptions options) throws IOException {
        return LibfuseSession.start(handler, target, options);
    }
}
