package io.jfs.cli.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What docs/backends.md says of Debian's podman and buildah and jfs's own images: what they can use, and what not. */
@RequiresRoot
class PodmanImagesTest {
    private static final String SCRIPT = """
            set -eu
            store="--root $PLACE/podman --runroot $PLACE/podman-run --storage-driver vfs"
            podman="podman $store --cgroup-manager cgroupfs --runtime runc --events-backend file"
            limits="--ulimit nofile=1024:1024 --ulimit nproc=1024:1024"
            image="oci:$PLACE/jfs:docker.io/library/shop:1"
            exec 3>&1 >"$PLACE/log" 2>&1

            jfs --root "$PLACE/jfs" --driver vfs import tree shop:1
            find jfs -type f -printf '%p %s %T@\\n' | sort > before

            $podman pull -q "$image"
            echo "called: $($podman images --format '{{.Repository}}:{{.Tag}}')" >&3
            echo "same: $($podman images -q --no-trunc) $(jfs --root "$PLACE/jfs" images -q --no-trunc)" >&3
            echo "podman: $($podman run --rm --network none $limits "$image" cat /etc/name)" >&3
            buildah $store from --name one "$image"
            echo "buildah: $(buildah $store run --isolation chroot one cat /etc/name)" >&3
            buildah $store rm one

            find jfs -type f -printf '%p %s %T@\\n' | sort > after
            cmp before after
            echo "untouched" >&3

            $podman tag "$($podman images -q)" docker.io/library/back:1
            $podman save docker.io/library/back:1 | jfs --root "$PLACE/other" --driver vfs load
            jfs --root "$PLACE/other" --driver vfs cat docker.io/library/back:1 /etc/name > out
            echo "back: $(cat out)" >&3

            podman images -q > out
            echo "additional store: $(cat out)" >&3
            echo "left there: $(echo $(find jfs -name 'overlay*' | sort))" >&3
            """;

    private Workshop workshop;

    @BeforeEach
    void open() throws IOException {
        workshop = new Workshop();
        Path tree = workshop.path("tree");
        Files.createDirectories(tree.resolve("bin"));
        Files.copy(Path.of("/bin/busybox"), tree.resolve("bin/busybox"));
        Files.createSymbolicLink(tree.resolve("bin/cat"), Path.of("busybox"));
        Files.createDirectory(tree.resolve("etc"));
        Files.writeString(tree.resolve("etc/name"), "shop\n");
    }

    @AfterEach
    void close() throws IOException {
        workshop.close();
    }

    @Test
    void images_are_copied_from_the_layout_and_back_but_are_no_additional_store() throws Exception {
        String place = workshop.path("").toString();
        Path conf = Files.writeString(workshop.path("storage.conf"), additional(place));
        workshop.with("PLACE", place).with("CONTAINERS_STORAGE_CONF", conf.toString());

        Workshop.Outcome outcome = workshop.attempt("sh", "-c", SCRIPT);

        String log = outcome.err() + Files.readString(workshop.path("log"));
        assertThat(outcome.exit()).as(log).isZero();
        String[] lines = outcome.out().split("\n", -1);
        assertThat(lines[0]).as(log).isEqualTo("called: localhost" + place + "/jfs:latest");
        String[] same = lines[1].split(" ", -1);
        assertThat(same[1]).as("one image, one ID").isEqualTo(same[2]);
        assertThat(outcome.out().lines().skip(2))
                .as(log)
                .containsExactly(
                        "podman: shop",
                        "buildah: shop",
                        "untouched",
                        "back: shop",
                        "additional store: ",
                        "left there: jfs/overlay-images");
    }

    private static String additional(String place) {
        return """
                [storage]
                driver = "overlay"
                runroot = "%1$s/overlay-run"
                graphroot = "%1$s/overlay-root"
                [storage.options]
                additionalimagestores = ["%1$s/jfs"]
                """.formatted(place);
    }
}
