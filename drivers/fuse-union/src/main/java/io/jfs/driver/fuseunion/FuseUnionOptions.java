package io.jfs.driver.fuseunion;

import io.jfs.core.driver.DriverOptions;
import io.jfs.core.overlay.OverlayOptions;
import io.jfs.linux.Processes;
import io.jfs.linux.UserNamespace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The driver's settings.
 *
 * @param layers those of the format on disk
 * @param program those that are handed on to the program as they are: {@code open=zero}
 */
record FuseUnionOptions(OverlayOptions layers, List<String> program) {
    /** What the program knows under the same names, and the values it takes. */
    private static final Map<String, Set<String>> OF_THE_PROGRAM = Map.of(
            "open", Set.of("auto", "passthrough", "zero", "cached"),
            "transport", Set.of("auto", "dev-fuse", "io-uring", "libfuse"));

    FuseUnionOptions {
        program = List.copyOf(program);
    }

    static FuseUnionOptions parse(DriverOptions options) throws IOException {
        List<String> program = new ArrayList<>();
        for (Map.Entry<String, String> option : options.values().entrySet()) {
            String name = option.getKey();
            Set<String> values = OF_THE_PROGRAM.getOrDefault(name, Set.of());
            if (values.contains(option.getValue())) {
                program.add(name + "=" + option.getValue());
            } else if (!values.isEmpty()) {
                throw new IOException("driver fuse-union: storage option " + name + " must be one of "
                        + String.join(", ", values.stream().sorted().toList()) + ", not " + option.getValue());
            } else if (!OverlayOptions.isKnown(name)) {
                throw new IOException("driver fuse-union: unknown storage option " + name
                        + " (known: open, transport, userxattr, volatile)");
            }
        }
        return new FuseUnionOptions(
                OverlayOptions.parse(FuseUnionDriver.NAME, options, isWithoutTrusted()),
                program.stream().sorted().toList());
    }

    /** Only CAP_SYS_ADMIN in the first user namespace reaches {@code trusted.*} (xattr(7)). */
    private static boolean isWithoutTrusted() throws IOException {
        return UserNamespace.isNested() || !Processes.hasCapability(Processes.CAP_SYS_ADMIN);
    }
}
