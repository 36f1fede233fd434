package io.jfs.fuse.transport;

import io.jfs.fuse.dispatch.DispatchOptions;
import io.jfs.fuse.dispatch.FuseHandler;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.fuse.FuseDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Serves a mount by reading requests from {@code /dev/fuse}: {@link Reader}s that wait for requests and answer them in
 * the same thread, and a chain of {@link Standby}s, each of which helps while all before it are held up.
 */
final class DeviceTransport {
    private final FuseHandler handler;
    private final FuseDevice device;
    private final DispatchOptions dispatch;
    private final FuseOptions options;
    private final List<Channel> channels = new ArrayList<>();

    private DeviceTransport(FuseHandler handler, FuseDevice device, DispatchOptions dispatch, FuseOptions options) {
        this.handler = handler;
        this.device = device;
        this.dispatch = dispatch;
        this.options = options;
    }

    /** Makes the channels; {@link #close} must follow when no thread uses them. */
    static DeviceTransport prepare(
            FuseHandler handler, FuseDevice device, DispatchOptions dispatch, FuseOptions options, int readers)
            throws ErrnoException {
        DeviceTransport transport = new DeviceTransport(handler, device, dispatch, options);
        try {
            for (int i = 0; i < readers; i++) {
                transport.channels.add(transport.channel(i == 0 ? device : device.cloneBlocking()));
            }
            if (readers == 1 && Runtime.getRuntime().availableProcessors() > 1) { // else nothing can come meanwhile
                transport.channels.getFirst().preparePolling();
            }
            return transport;
        } catch (ErrnoException e) {
            transport.close();
            throw e;
        }
    }

    /** The threads: one reader for each channel, and standbys. */
    List<Thread> threads(SessionEnd end, int standbys) {
        List<Activity> readers = new ArrayList<>();
        Optional<Standby> next = Optional.empty();
        List<Thread> threads = new ArrayList<>();
        for (int i = standbys - 1; i >= 0; i--) {
            // The first watches the readers, each further one the one before it, which is made after it.
            List<Activity> watched = i == 0 ? readers : new ArrayList<>();
            Standby standby = new Standby(watched, () -> channel(device.cloneNonBlocking()), end, next);
            next.ifPresent(later -> later.watch(standby.activity()));
            threads.add(thread("standby", i, standby));
            next = Optional.of(standby);
        }
        for (int i = 0; i < channels.size(); i++) {
            Activity activity = new Activity(next);
            readers.add(activity);
            Channel channel = channels.get(i);
            threads.add(thread("reader", i, new Reader(channel, waiting(channel), activity, end)));
        }
        return threads;
    }

    private static RequestWait waiting(Channel channel) {
        return channel.canPoll() ? new ActiveWait(channel::poll, channel::read, System::nanoTime) : channel::read;
    }

    private Channel channel(FuseDevice own) throws ErrnoException {
        return new Channel(own, handler, dispatch, options.maxWrite());
    }

    private Thread thread(String role, int index, Runnable work) {
        String name = "fuse-" + options.source() + "-" + role + "-" + index;
        return Thread.ofPlatform().daemon().name(name).unstarted(work);
    }

    void close() {
        channels.forEach(Channel::close);
    }
}
