package io.jfs.driver.fuseunion;

import io.jfs.core.driver.DriverOptions;
import io.jfs.core.driver.StorageDriverProvider;
import io.jfs.fuse.transport.Transport;
import io.jfs.testkit.EnabledRings;
import io.jfs.testkit.RequiresFuse;
import io.jfs.testkit.StorageDriverContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** The driver does what every driver must, whatever way requests come. */
@RequiresFuse
@ExtendWith({EnabledRings.class, UnionProgram.class})
abstract class FuseUnionDriverContract extends StorageDriverContract {
    private final Transport transport;

    FuseUnionDriverContract(Transport transport) {
        this.transport = transport;
    }

    @Override
    public StorageDriverProvider provider() {
        return new FuseUnionDriverProvider();
    }

    @Override
    public DriverOptions options() {
        return OverTransport.options(transport);
    }

    @BeforeEach
    void requireTransport() {
        OverTransport.require(transport);
    }
}
