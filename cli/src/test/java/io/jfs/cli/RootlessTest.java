package io.jfs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.testkit.Requirement;
import io.jfs.testkit.RequiresFuse;
import io.jfs.testkit.RequiresRoot;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Containers of a plain user. Root runs this and becomes somebody else, so that it runs in every build. */
@RequiresRoot
@RequiresFuse
@Timeout(300)
class RootlessTest {
    @TempDir
    Path directory;

    @BeforeEach
    void needs() {
        for (String program : new String[] {"newuidmap", "slirp4netns"}) {
            boolean missing = Files.notExists(Path.of("/usr/bin", program));
            Requirement.require(missing ? Optional.of(program + " is not installed") : Optional.empty());
        }
    }

    @Test
    void root_of_a_container_is_a_plain_user_outside_and_files_have_owners_of_her_range() throws Exception {
        PlainUser jane = new PlainUser(directory, PlainUser.RANGES);

        String text = jane.runs("""
                jfs import ../bb.tar bb
                script -qefc "jfs run -it --name box --network none bb sh -c 'id -u; echo kept >/etc/new; chown 33 /etc/new; exit 3'" /dev/null ||
                    echo code $?
                jfs start -a box || echo again $?
                jfs diff box | grep new
                jfs ps -a --format '{{.Names}} {{.Status}}' | cut -d' ' -f1-3
                jfs commit box bb:2 >/dev/null
                jfs rm box
                jfs run --rm --network host -u web bb:2 cat /etc/secret /etc/new
                jfs run --rm --network none bb nothing 2>/dev/null || echo missing $?
                m=$(jfs mount bb); stat -c %u $m/etc/secret; jfs umount $m >/dev/null
                """);

        assertThat(text.replace("^@", "").lines().skip(1).map(String::strip))
                .containsExactly(
                        "0",
                        "code 3",
                        "0",
                        "again 3",
                        "A /etc/new",
                        "box Exited (3)",
                        "box",
                        "of web",
                        "kept",
                        "missing 127",
                        "3000032");
        assertThat(jane.home().resolve(".local/share/jfs/fuse-union")).isDirectory();
    }

    @Test
    void the_oci_runtime_has_a_plain_users_maps_written_by_newuidmap() throws Exception {
        PlainUser jane = new PlainUser(directory, PlainUser.RANGES);
        jane.runs("mkdir -p b/rootfs; tar -C b/rootfs -xf ../bb.tar; cd b; jfs oci spec --rootless");
        Path config = jane.home().resolve("b/config.json");
        ObjectNode json = (ObjectNode) new ObjectMapper().readTree(config.toFile());
        ObjectNode process = (ObjectNode) json.get("process");
        process.put("terminal", false).putArray("args").add("/bin/sh").add("-c").add("id -u; cat /proc/self/uid_map");
        for (String map : new String[] {"uidMappings", "gidMappings"}) {
            ((ObjectNode) json.get("linux"))
                    .withArray(map)
                    .addObject()
                    .put("containerID", 1)
                    .put("hostID", 3_000_000)
                    .put("size", 65536);
        }
        Files.write(config, new ObjectMapper().writeValueAsBytes(json));

        assertThat(jane.runs("cd b; jfs oci run box; jfs oci list -q").lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly("0", " 0 4711 1", " 1 3000000 65536");
    }

    @Test
    void cve_2023_25809_the_cgroups_of_a_container_are_read_only() throws Exception {
        PlainUser jane = new PlainUser(directory, PlainUser.RANGES);

        String text = jane.runs("""
                jfs import ../bb.tar bb >/dev/null
                jfs run --rm --network none bb sh -c 'for f in /sys/fs/cgroup /sys/fs/cgroup/*; do
                    (echo x >$f/made) 2>&1 | grep -o "Read-only" || echo "written $f"; done' | sort -u
                """);

        assertThat(text).isEqualTo("Read-only\n");
    }

    @Test
    void a_container_in_the_background_is_entered_and_stopped() throws Exception {
        PlainUser jane = new PlainUser(directory, PlainUser.RANGES);

        String text = jane.runs("""
                jfs import ../bb.tar bb >/dev/null
                jfs run -d --name box --network none bb sleep 1000 >/dev/null
                jfs exec -u web box id -u
                jfs run --rm --network none -m 64m bb true
                jfs pause box || echo paused not
                jfs stop -t 0 box
                jfs rm box
                jfs ps -aq
                ls run/jfs/containers run/jfs/oci
                """);

        assertThat(text)
                .startsWith("33\njfs: warning: no limit of memory: the cgroup controller is not delegated to this user")
                .contains(" has no cgroup\npaused not\nbox\nbox\nrun/jfs/containers:\n\nrun/jfs/oci:\n");
    }

    @Test
    void without_ids_of_ones_own_a_container_has_a_single_one_and_a_warning_says_so() throws Exception {
        PlainUser jane = new PlainUser(directory, "");

        String text = jane.runs("""
                jfs import ../bb.tar bb >/dev/null
                keeper=$(cut -d' ' -f1 run/jfs/namespace)
                kill $keeper
                while [ -d /proc/$keeper ]; do sleep 0.1; done
                jfs run --rm --network none bb sh -c 'id -u; stat -c %u:%g /etc/secret; cat /proc/self/uid_map'
                """);

        assertThat(text)
                .startsWith("jfs: warning: user jane has no ids in /etc/subuid and /etc/subgid")
                .contains("\n0\n0:0\n")
                .containsPattern("\n +0 +4711 +1\n");
    }

    @Test
    void slirp4netns_makes_the_network_and_publishes_ports_and_goes_with_the_container() throws Exception {
        PlainUser jane = new PlainUser(directory, PlainUser.RANGES);
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }

        String text = jane.runs("""
                jfs import ../bb.tar bb >/dev/null
                jfs run -d --name web -p 127.0.0.1:%1$d:80 bb nc -ll -p 80 -e echo hello >/dev/null
                jfs port web
                busybox nc 127.0.0.1 %1$d </dev/null
                jfs exec web ip route
                pid=$(cat run/jfs/containers/*/slirp4netns.pid)
                jfs rm -f web
                jfs run --rm --network other bb true || echo code $?
                for i in 1 2 3 4 5 6 7 8 9; do [ ! -d /proc/$pid ] || sleep 1; done
                [ ! -d /proc/$pid ] && echo gone
                """.formatted(port));

        assertThat(text)
                .contains("80/tcp -> 127.0.0.1:" + port + "\nhello\n")
                .contains("default via 10.0.2.2 dev eth0")
                .contains("a plain user has host, none and slirp4netns\ncode 125\n")
                .endsWith("gone\n");
    }

    @Test
    void where_a_cgroup_is_delegated_a_container_can_be_paused() throws Exception {
        Path unified = Path.of("/sys/fs/cgroup/unified");
        Path root = Files.isDirectory(unified) ? unified : Path.of("/sys/fs/cgroup");
        Path delegated = Files.createDirectories(root.resolve("jfs-rootless-" + System.nanoTime()));
        PlainUser jane = new PlainUser(directory, PlainUser.RANGES);
        jane.delegate(delegated);
        try {
            String text = jane.runs("""
                    jfs import ../bb.tar bb >/dev/null
                    jfs run -d --name box --network none bb sleep 1000 >/dev/null
                    jfs pause box
                    jfs ps --format '{{.Status}}' | grep -o Paused
                    jfs unpause box
                    jfs rm -f box
                    """);

            assertThat(text).isEqualTo("box\nPaused\nbox\nbox\n");
        } finally {
            for (int i = 0;
                    i < 100
                            && Files.readString(delegated.resolve("cgroup.procs"))
                                            .length()
                                    > 0;
                    i++) {
                Thread.sleep(50);
            }
            Files.deleteIfExists(delegated.resolve("jfs"));
            Files.delete(delegated);
        }
    }

    @Test
    void who_may_not_make_a_user_namespace_is_told_why() throws Exception {
        PlainUser jane = new PlainUser(directory, PlainUser.RANGES);
        PlainUser.script(
                directory.resolve("bin/unshare"),
                "echo 'unshare: unshare failed: Operation not permitted' >&2; exit 1");

        String text = jane.runs("""
                jfs --storage-driver vfs import ../bb.tar bb >/dev/null
                jfs images -q | wc -l
                jfs run --rm bb true || echo code $?
                """);

        assertThat(text).isEqualTo("""
                1
                jfs: a plain user needs a user namespace for containers: unshare: unshare failed: Operation not permitted
                code 125
                """);
    }
}
