package io.jfs.driver.fuseunion;

import io.jfs.fuse.transport.Transport;

class IoUringDriverTest extends FuseUnionDriverContract {
    IoUringDriverTest() {
        super(Transport.IO_URING);
    }
}
