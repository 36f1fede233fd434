package io.jfs.driver.fuseunion;

import io.jfs.fuse.transport.Transport;

class DevFusePosixTest extends FuseUnionPosixContract {
    DevFusePosixTest() {
        super(Transport.DEV_FUSE);
    }
}
