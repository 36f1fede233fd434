package io.jfs.driver.fuseunion.server;

import io.jfs.fuse.dispatch.OpenMode;

class ZeroContractTest extends ServedContract {
    @Override
    OpenMode mode() {
        return OpenMode.ZERO;
    }
}
