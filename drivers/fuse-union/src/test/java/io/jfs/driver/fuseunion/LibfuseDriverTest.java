package io.jfs.driver.fuseunion;

import io.jfs.fuse.transport.Transport;

/** Names that are not UTF-8 are a deviation: see {@link LibfusePosixTest#names_are_bytes}. */
class LibfuseDriverTest extends FuseUnionDriverContract {
    LibfuseDriverTest() {
        super(Transport.LIBFUSE);
    }

    @Override
    public boolean takesNamesOfAnyBytes() {
        return false;
    }
}
