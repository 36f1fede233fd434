package io.jfs.driver.fuseunion;

import io.jfs.fuse.transport.Transport;

class IoUringPosixTest extends FuseUnionPosixContract {
    IoUringPosixTest() {
        super(Transport.IO_URING);
    }
}
