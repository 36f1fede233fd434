package io.jfs.runtime.helper;

import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.MessageSockets;
import io.jfs.linux.NativePath;
import io.jfs.linux.Processes;
import io.jfs.linux.Programs;
import io.jfs.runtime.plan.Plan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A running helper. Not thread-safe, except that {@link #signal} may come from any thread. */
public final class Helper implements AutoCloseable {
    private final int pid;
    private final Fd socket;
    private boolean awaited;

    private Helper(int pid, Fd socket) {
        this.pid = pid;
        this.socket = socket;
    }

    /**
     * Starts one. It has this process's standard files, and inherits the descriptors that this process has inherited.
     *
     * @throws IOException if it cannot be started
     */
    public static Helper start(HelperMode mode, Plan plan) throws IOException {
        MessageSockets.Pair pair = MessageSockets.pair();
        try (Fd program = HelperProgram.open();
                Fd theirs = pair.theirs();
                Fd bytes = Processes.sealed("jfs-plan", plan.toBytes())) {
            List<String> arguments = List.of(
                    "jfs-init", mode.word(), Integer.toString(theirs.number()), Integer.toString(bytes.number()));
            return new Helper(Programs.start(program, arguments, theirs, bytes), pair.ours());
        } catch (IOException e) {
            pair.ours().close();
            throw e;
        }
    }

    /** The next message. */
    public HelperMessage receive() throws IOException {
        return HelperMessage.parse(MessageSockets.receive(socket));
    }

    /** Answers {@link HelperMessage.NeedsMaps}. */
    public void mapsWritten() throws IOException {
        send(new byte[] {'M'});
    }

    /**
     * Answers {@link HelperMessage.Created}.
     *
     * @param creating the container's state for hooks that run before its program is ready
     * @param created the state for hooks that run when it is started
     * @param seccomp what a seccomp agent is told; empty if there is none
     */
    public void go(String creating, String created, String seccomp) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write('G');
        for (String text : List.of(creating, created, seccomp)) {
            message.writeBytes(NativePath.encode(text));
            message.write(0);
        }
        send(message.toByteArray());
    }

    /** Answers {@link HelperMessage.Sync}. */
    public void synced() throws IOException {
        send(new byte[] {'S'});
    }

    /** Passes a signal on to the program. */
    public void signal(int signal) throws IOException {
        ByteBuffer message = ByteBuffer.allocate(1 + Integer.BYTES).order(ByteOrder.nativeOrder());
        send(message.put((byte) 'K').putInt(signal).array());
    }

    private void send(byte[] message) throws IOException {
        try {
            MessageSockets.send(socket, message);
        } catch (ErrnoException e) {
            if (!e.is(Errno.EPIPE)) {
                throw e;
            }
            // It has died; what it said before is still to be received.
        }
    }

    /** Waits for the helper itself to end; a monitor has gone into the background by then. */
    public void await() throws IOException {
        if (!awaited) {
            awaited = true;
            Programs.await(pid);
        }
    }

    /** Ends the conversation. Before {@link HelperMessage.Ready} that undoes everything. */
    @Override
    public void close() throws IOException {
        socket.close();
        await();
    }
}
