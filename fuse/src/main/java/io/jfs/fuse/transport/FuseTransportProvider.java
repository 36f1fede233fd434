package io.jfs.fuse.transport;

import io.jfs.fuse.dispatch.FuseHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A transport from a module of its own, found by {@link java.util.ServiceLoader} when it is asked for. */
public interface FuseTransportProvider {
    /** Which one. */
    Transport transport();

    /** Why it cannot be used here, in words for a user; empty if it can. Found by trying, as far as that is cheap. */
    Optional<String> unavailable();

    /**
     * Mounts and serves; as {@link FuseMount#mount}.
     *
     * @param target an absolute path
     */
    FuseSession mount(FuseHandler handler, Path target, FuseOptions options) throws IOException;
}
