package io.jfs.fuse.transport;

import io.jfs.fuse.dispatch.EntryReply;
import io.jfs.fuse.dispatch.FuseFailure;
import io.jfs.fuse.dispatch.FuseName;
import io.jfs.fuse.dispatch.FuseRequest;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A filesystem with names that misbehave, and one whose lookup waits until it is let go. */
final class DifficultFileSystem extends MemoryFileSystem {
    final CountDownLatch reached = new CountDownLatch(1);
    final CountDownLatch letGo = new CountDownLatch(1);
    final CountDownLatch interrupted = new CountDownLatch(1);

    @Override
    public void lookup(FuseRequest request, FuseName name, EntryReply reply) throws ErrnoException {
        switch (name.toString()) {
            case "bug" -> throw new IllegalStateException("a bug of the filesystem");
            case "overflow" -> lookup(request, name, reply);
            case "silence" -> name.length();
            case "slow" -> {
                await();
                super.lookup(request, name, reply);
            }
            case "patient" -> {
                reached.countDown();
                awaitInterrupt(request);
            }
            default -> super.lookup(request, name, reply);
        }
    }

    private void awaitInterrupt(FuseRequest request) throws ErrnoException {
        while (!request.isInterrupted()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        interrupted.countDown();
        throw FuseFailure.of(Errno.EINTR);
    }

    private void await() {
        reached.countDown();
        try {
            letGo.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
