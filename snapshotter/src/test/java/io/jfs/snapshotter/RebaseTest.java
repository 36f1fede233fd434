package io.jfs.snapshotter;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerd.types.Mount;
import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers that are unpacked in parallel, as containerd 2.2 does it with a snapshotter that can rebase. */
@RequiresRoot
class RebaseTest {
    @TempDir
    Path place;

    @Test
    void a_layer_that_was_unpacked_alone_gets_its_parent_at_commit() throws IOException {
        try (ServedStore served = new ServedStore(place, "overlay")) {
            Client client = served.client;
            Path top = Path.of(
                    client.prepare("default/2/extract top", "").getFirst().getSource());
            Files.writeString(top.resolve("file"), "text");
            client.layer("default/3/base", "");

            client.commit("default/4/top", "default/2/extract top", "default/3/base", Map.of());

            assertThat(client.stat("default/4/top").getParent()).isEqualTo("default/3/base");
            assertThat(client.names("parent==default/3/base")).containsExactly("default/4/top");
            List<Mount> mounts = client.view("default/5/look", "default/4/top");
            assertThat(mounts.getFirst().getType()).isEqualTo("overlay");
            assertThat(mounts.getFirst().getOptionsList())
                    .anySatisfy(
                            option -> assertThat(option).startsWith("lowerdir=").contains(top + ":"));
        }
    }
}
