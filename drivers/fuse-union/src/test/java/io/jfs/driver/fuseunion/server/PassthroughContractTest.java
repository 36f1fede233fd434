package io.jfs.driver.fuseunion.server;

import io.jfs.fuse.dispatch.OpenMode;

class PassthroughContractTest extends ServedContract {
    @Override
    OpenMode mode() {
        return OpenMode.PASSTHROUGH;
    }
}
