package io.jfs.cli.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.testkit.RequiresFuse;
import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Debian's podman and buildah with {@code jfs-union} as their mount program, on a store of their own. */
@RequiresRoot
@RequiresFuse
class PodmanTest {
    /** Limits that a container can be given on machines where root may not raise them. */
    private static final String SCRIPT = """
            set -eu
            cd "$PLACE"
            store="--root $HOME/root --runroot $RUN --storage-driver overlay"
            store="$store --storage-opt overlay.mount_program=$PLACE/bin/jfs-union"
            podman="podman $store --cgroup-manager cgroupfs --runtime runc --events-backend file"
            limits="--ulimit nofile=1024:1024 --ulimit nproc=1024:1024"
            exec 3>&1 >"$HOME/log" 2>&1

            $podman load -i box.tar
            echo "run: $($podman run --rm --network none $limits docker.io/library/box:1 cat /etc/name)" >&3

            buildah $store bud --runtime runc --isolation oci --network none $limits --layers -t localhost/built:1 context
            $podman run --name one --network none $limits localhost/built:1 sh -c \\
                'ls /data /data/dir; echo w > /data/w; rm /data/copied' > "$HOME/out"
            echo "built: $(echo $(cat "$HOME/out"))" >&3

            echo "diff:" $($podman diff one | sort) >&3
            $podman commit -q one localhost/committed:1
            echo "committed:" $($podman run --rm --network none $limits localhost/committed:1 ls /data) >&3

            $podman rm one
            $podman rmi -f localhost/committed:1 localhost/built:1 docker.io/library/box:1
            $podman image prune -f
            echo "images: $($podman images -aq)" >&3
            echo "layers: $(ls "$HOME/root/overlay" | grep -cv '^l$' || true)" >&3
            """;

    private static final String CONTAINERFILE = """
            FROM docker.io/library/box:1
            COPY file /data/copied
            RUN rm /data/two && echo built > /data/built && mkdir /data/dir && touch /data/dir/gone
            RUN rm -r /data/dir && mkdir /data/dir && touch /data/dir/new
            """;

    /** A FUSE device that everybody may open, as Debian's is, and ranges of IDs; both only in this mount name space. */
    private static final String AS_NOBODY = """
            set -eu
            cd "$PLACE"
            mknod fuse c 10 229
            chmod 666 fuse
            mount --bind fuse /dev/fuse
            echo 'nobody:200000:65536' > ids
            mount --bind ids /etc/subuid
            mount --bind ids /etc/subgid
            mkdir -p user/home user/run
            chmod 700 user/run
            chown -R 65534:65534 user
            exec setpriv --reuid=65534 --regid=65534 --clear-groups \\
                env -i PATH="$PATH" PLACE="$PLACE" HOME="$PLACE/user/home" RUN="$PLACE/user/run/store" \\
                XDG_RUNTIME_DIR="$PLACE/user/run" sh script
            """;

    private Workshop workshop;

    @BeforeEach
    void open() throws IOException {
        workshop = new Workshop();
        workshop.with("PLACE", workshop.path("").toString());
        try (Images images = new Images(workshop.path("images"))) {
            images.archive("box", workshop.path("box.tar"));
        }
        Path context = Files.createDirectory(workshop.path("context"));
        Files.writeString(context.resolve("file"), "copied\n");
        Files.writeString(context.resolve("Containerfile"), CONTAINERFILE);
        Files.writeString(workshop.path("script"), SCRIPT);
        Files.writeString(workshop.path("as-nobody"), AS_NOBODY);
        for (String name : new String[] {"box.tar", "context/file", "context/Containerfile", "script"}) {
            Files.setPosixFilePermissions(workshop.path(name), PosixFilePermissions.fromString("rw-r--r--"));
        }
    }

    @AfterEach
    void close() throws IOException {
        workshop.close();
    }

    @Test
    void root_runs_builds_commits_and_removes() throws Exception {
        Path home = Files.createDirectory(workshop.path("home"));
        workshop.with("HOME", home.toString()).with("RUN", workshop.path("run").toString());

        check(workshop.attempt("sh", "script"), home);
    }

    @Test
    void a_plain_user_runs_builds_commits_and_removes() throws Exception {
        check(
                workshop.attempt("unshare", "--mount", "--propagation", "private", "sh", "as-nobody"),
                workshop.path("user/home"));
    }

    private static void check(Workshop.Outcome outcome, Path home) throws IOException {
        String log = outcome.err() + (Files.exists(home.resolve("log")) ? Files.readString(home.resolve("log")) : "");
        assertThat(outcome.exit()).as(log).isZero();
        assertThat(outcome.out().lines())
                .as(log)
                .containsExactly(
                        "run: box",
                        "built: /data: built copied dir /data/dir: new",
                        "diff: A /data/w C /data C /etc D /data/copied", // /etc: what podman mounts on
                        "committed: built dir w",
                        "images: ",
                        "layers: 0");
    }
}
