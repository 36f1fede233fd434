package io.jfs.fuse.transport;

import io.jfs.testkit.EnabledRings;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(EnabledRings.class)
@ParameterizedClass
@EnumSource(
        value = Transport.class,
        names = {"DEV_FUSE", "IO_URING"})
class EveryOperationTest extends EveryOperationContract {
    EveryOperationTest(Transport transport) {
        super(transport);
    }
}
