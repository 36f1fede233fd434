package io.jfs.driver.fuseunion.server;

import io.jfs.fuse.dispatch.OpenMode;

class CachedContractTest extends ServedContract {
    @Override
    OpenMode mode() {
        return OpenMode.CACHED;
    }
}
