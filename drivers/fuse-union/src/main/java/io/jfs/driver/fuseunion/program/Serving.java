package io.jfs.driver.fuseunion.program;

import io.jfs.driver.fuseunion.server.UnionHandlerOptions;
import io.jfs.driver.fuseunion.server.UnionServer;
import io.jfs.fuse.dispatch.FuseTrace;
import io.jfs.fuse.transport.FuseOptions;
import io.jfs.fuse.transport.FuseSession;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.union.UnionOptions;
import io.jfs.union.XattrMode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/** Mounts and stays until the mount is gone. */
final class Serving {
    private final MountOptions options;
    private final boolean stacked;
    private final Path target;
    private final PrintStream callersError;

    /**
     * @param stacked whether a layer is on a filesystem that is a stack itself
     * @param target where to mount: no symbolic link
     */
    Serving(MountOptions options, boolean stacked, Path target, PrintStream callersError) {
        this.options = options;
        this.stacked = stacked;
        this.target = target;
        this.callersError = callersError;
    }

    /** Serves with the caller's outputs. */
    void inForeground(boolean trace) throws ProgramException, InterruptedException {
        FuseSession session = mount(trace ? Optional.of(new TraceLines(callersError)) : Optional.empty());
        Counters.printOnSignal(session, callersError);
        session.awaitUnmount();
    }

    /** Tells the launcher when the mount is up, and serves with nothing of the caller's. */
    void inBackground() throws ProgramException, InterruptedException {
        PrintStream later = callersError; // is /dev/null once the launcher was told
        try {
            Launcher.closeInherited();
            if (options.log().isPresent()) {
                later = Launcher.logTo(options.log().get());
            }
        } catch (IOException e) {
            throw new ProgramException(e.toString(), e);
        }
        FuseSession session = mount(Optional.empty());
        // The signal must not be lost on one who was told.
        Counters.printOnSignal(session, later);
        Launcher.mounted(callersError);
        session.awaitUnmount();
    }

    private FuseSession mount(Optional<FuseTrace> trace) throws ProgramException {
        try {
            FuseSession session = UnionServer.mount(union(), handler(), fuse(trace), target);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> unmount(session), "unmount"));
            return session;
        } catch (IOException e) {
            throw new ProgramException("mountpoint " + target + ": " + e.getMessage(), e);
        }
    }

    private UnionOptions union() throws IOException {
        UnionOptions union = options.upper().isPresent() && options.work().isPresent()
                ? UnionOptions.of(
                        options.lowers(), options.upper().get(), options.work().get())
                : UnionOptions.readOnly(options.lowers());
        if (options.userXattrs()) {
            union = union.withXattrs(XattrMode.USER);
        }
        if (options.layerIndex().isPresent()) {
            union = union.withLayerIndex(options.layerIndex().get());
        }
        return union.withAufsMarks(options.aufsMarks())
                .withIndex(options.hardLinkIndex())
                .withMetacopy(options.metacopy())
                .withIds(options.uids(), options.gids())
                .withVolatile(options.isVolatile());
    }

    private UnionHandlerOptions handler() {
        return UnionHandlerOptions.DEFAULT.withXattrs(options.xattrs()).withCollect(true);
    }

    private FuseOptions fuse(Optional<FuseTrace> trace) {
        FuseOptions.Builder fuse = options.fuse().toBuilder();
        if (stacked) {
            fuse.stackDepth(2);
        }
        trace.ifPresent(fuse::trace);
        return fuse.build();
    }

    /** Whoever uses the mount then finds it disconnected, as with every FUSE program that ends. */
    private static void unmount(FuseSession session) {
        try {
            if (!session.isEnded()) {
                session.unmountLazily();
            }
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENOENT)) {
                complain(e);
            }
        } catch (IOException e) {
            complain(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("SystemOut") // this is the program
    private static void complain(IOException e) {
        System.err.println("jfs-union: " + e.getMessage());
    }
}
