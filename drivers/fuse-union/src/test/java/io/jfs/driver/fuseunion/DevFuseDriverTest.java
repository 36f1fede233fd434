package io.jfs.driver.fuseunion;

import io.jfs.fuse.transport.Transport;

class DevFuseDriverTest extends FuseUnionDriverContract {
    DevFuseDriverTest() {
        super(Transport.DEV_FUSE);
    }
}
