package io.jfs.driver.fuseunion.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.fuse.dispatch.OpenMode;
import io.jfs.testkit.RequiresFuse;
import io.jfs.testkit.RequiresRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A file of which the upper has only the attributes, in a mount: whoever has it open, no lower file is written. */
@RequiresRoot
@RequiresFuse
class MountedMetacopyTest {
    private static final String CONTENT = "lower content\n".repeat(20_000);

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(names = {"PASSTHROUGH", "ZERO", "CACHED"})
    void it_is_read_from_below_and_written_above(OpenMode mode) throws Exception {
        MountedUnion.Place place = MountedUnion.at(directory);
        Path lower = Files.writeString(place.lower().resolve("big"), CONTENT);
        try (MountedUnion mount = place.mount(
                place.options().withMetacopy(true), UnionHandlerOptions.DEFAULT, MountedUnion.Place.fuse(mode))) {
            assertThat(mount.shell("""
                            set -e
                            exec 3< big
                            head -c 5 <&3
                            chmod 600 big
                            stat -c %a big
                            exec 4< big
                            head -c 5 <&4
                            cmp big ../lower/big
                            printf UPPER | dd of=big conv=notrunc status=none
                            head -c 5 big
                            cat <&3 > /dev/null
                            cat <&4 > /dev/null
                            exec 3<&- 4<&-
                            printf again | dd of=big conv=notrunc status=none
                            head -c 5 big
                            stat -c %a big
                            """)).isEqualTo("lower600\nlowerUPPERagain600\n");
            assertThat(mount.read("big")).isEqualTo("again" + CONTENT.substring(5));
        }
        assertThat(lower).hasContent(CONTENT);
        assertThat(directory.resolve("upper/big")).hasContent("again" + CONTENT.substring(5));
    }
}
