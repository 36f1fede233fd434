package io.jfs.runtime.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.image.oci.Json;
import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresRoot
class IsolationTest {
    @TempDir
    Path directory;

    private Bundle bundle;

    @BeforeEach
    void make() throws IOException {
        bundle = new Bundle(directory);
    }

    private String out(String script) throws IOException {
        Bundle.Outcome outcome = bundle.script(script).run();
        assertThat(outcome.err()).isEmpty();
        return outcome.out();
    }

    private static String link(String name) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/self/ns", name)).toString();
    }

    private ObjectNode addMapping(String kind, int container, int host, int size) {
        return bundle.linux()
                .withArray(kind)
                .addObject()
                .put("containerID", container)
                .put("hostID", host)
                .put("size", size);
    }

    private void userNamespace() {
        bundle.namespaces().addObject().put("type", "user");
        addMapping("uidMappings", 0, 100_000, 1000);
        addMapping("gidMappings", 0, 200_000, 1000);
    }

    @Test
    void every_namespace_is_its_own() throws IOException {
        bundle.namespaces().addObject().put("type", "time");
        String namespaces =
                out("for n in pid net ipc uts mnt cgroup time; do readlink /proc/self/ns/$n; done; hostname; echo $$");
        assertThat(namespaces).endsWith("inside\n1\n");
        for (String name : List.of("pid", "net", "ipc", "uts", "mnt", "cgroup", "time")) {
            assertThat(namespaces).contains(name + ":[").doesNotContain(link(name));
        }
    }

    @Test
    void a_namespace_without_an_entry_is_the_hosts() throws IOException {
        bundle.namespaces().remove(1); // network
        assertThat(out("readlink /proc/self/ns/net")).isEqualTo(link("net") + "\n");
    }

    @Test
    void namespaces_are_joined_by_path() throws IOException {
        bundle.script("sleep 100").create();
        int pid = bundle.runtime.pid(bundle.id).orElseThrow();
        try {
            Bundle other = new Bundle(directory.resolve("other"));
            for (int i = 0; i < other.namespaces().size(); i++) {
                ObjectNode namespace = (ObjectNode) other.namespaces().get(i);
                String type = namespace.get("type").asText();
                String name = type.equals("network") ? "net" : type;
                if (!type.equals("mount")) {
                    namespace.put("path", "/proc/" + pid + "/ns/" + name);
                }
            }
            other.script("for n in pid net ipc uts cgroup; do readlink /proc/self/ns/$n; done; echo $$");
            String expected = "";
            for (String name : List.of("pid", "net", "ipc", "uts", "cgroup")) {
                expected += Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/" + name)) + "\n";
            }
            assertThat(other.run().out()).startsWith(expected).doesNotEndWith("\n1\n");
        } finally {
            bundle.runtime.delete(bundle.id, true);
        }
    }

    @Test
    void ids_are_mapped_in_a_user_namespace() throws IOException {
        userNamespace();
        Path volume = Files.createDirectory(directory.resolve("volume"));
        Files.writeString(volume.resolve("file"), "text");
        bundle.mount("/volume", "bind", volume.toString(), "bind", "idmap").mount("/shm", "tmpfs", "tmpfs", "size=1m");
        bundle.withDirectories("volume", "shm");
        String out =
                out("id -u; cat /proc/self/uid_map; stat -c %u:%g /volume/file; touch /volume/new; ls -l /dev/null;"
                        + " echo x >/dev/null && echo null; touch /shm/x && echo shm");
        assertThat(out).containsPattern("^0\n +0 +100000 +1000\n0:0\n").endsWith("null\nshm\n");
        assertThat(Files.getAttribute(volume.resolve("new"), "unix:uid")).isEqualTo(0);
    }

    @Test
    void a_mount_has_its_own_id_map() throws IOException {
        Path volume = Files.createDirectory(directory.resolve("volume"));
        Files.writeString(volume.resolve("file"), "text");
        bundle.mount("/volume", "bind", volume.toString(), "bind");
        ObjectNode mount = (ObjectNode) bundle.config.withArray("mounts").get(3);
        mount.withArray("uidMappings")
                .addObject()
                .put("containerID", 0)
                .put("hostID", 1234)
                .put("size", 10);
        mount.withArray("gidMappings")
                .addObject()
                .put("containerID", 0)
                .put("hostID", 4321)
                .put("size", 10);
        assertThat(out("stat -c %u:%g /volume/file")).isEqualTo("1234:4321\n");
    }

    @Test
    void a_user_and_a_time_namespace_go_together() throws IOException {
        userNamespace();
        bundle.namespaces().addObject().put("type", "time");
        bundle.linux().putObject("timeOffsets").putObject("boottime").put("secs", 1_000_000);
        bundle.withDirectories("volume", "shm");
        assertThat(Double.parseDouble(out("cut -d' ' -f1 /proc/uptime").strip()))
                .isGreaterThan(1_000_000);
    }

    @Test
    void the_process_has_the_rights_that_the_document_says() throws IOException {
        ObjectNode process = bundle.process();
        process.putObject("user")
                .put("uid", 1000)
                .put("gid", 100)
                .put("umask", 0077)
                .putArray("additionalGids")
                .add(5)
                .add(6);
        process.withObjectProperty("capabilities").putArray("ambient").add("CAP_CHOWN");
        process.withObjectProperty("capabilities").putArray("inheritable").add("CAP_CHOWN");
        process.putArray("rlimits")
                .addObject()
                .put("type", "RLIMIT_NOFILE")
                .put("soft", 64)
                .put("hard", 128);
        process.put("oomScoreAdj", 500);
        String out = out("id; umask; ulimit -Sn; ulimit -Hn; cat /proc/self/oom_score_adj;"
                + " grep -E 'Cap|NoNew|Seccomp:' /proc/self/status");
        assertThat(out).contains("uid=1000", "gid=100", "groups=5,6", "0077\n64\n128\n500\n");
        assertThat(out)
                .contains("CapInh:\t0000000000000001", "CapPrm:\t0000000000000001", "CapEff:\t0000000000000001")
                .contains("CapBnd:\t0000000000000423", "CapAmb:\t0000000000000001", "NoNewPrivs:\t1", "Seccomp:\t0");
    }

    @Test
    void a_seccomp_filter_is_loaded_with_and_without_no_new_privileges() throws IOException {
        ObjectNode seccomp = bundle.linux().putObject("seccomp");
        seccomp.put("defaultAction", "SCMP_ACT_ALLOW");
        ObjectNode rule = seccomp.putArray("syscalls").addObject();
        rule.put("action", "SCMP_ACT_ERRNO")
                .put("errnoRet", 38)
                .putArray("names")
                .add("mkdir")
                .add("mkdirat")
                .add("getcwd");
        for (boolean noNewPrivileges : new boolean[] {true, false}) {
            bundle.process().put("noNewPrivileges", noNewPrivileges);
            Bundle.Outcome outcome = bundle.script("grep -E 'NoNew|Seccomp:' /proc/self/status; mkdir /tmp/x")
                    .run();
            assertThat(outcome.out()).isEqualTo("NoNewPrivs:\t" + (noNewPrivileges ? 1 : 0) + "\nSeccomp:\t2\n");
            assertThat(outcome.err()).contains("Function not implemented");
        }
    }

    @Test
    void devices_are_made_masked_paths_are_empty_and_read_only_ones_are_not_written() throws IOException {
        bundle.linux()
                .putArray("devices")
                .addObject()
                .put("path", "/dev/some/fuse")
                .put("type", "c")
                .put("major", 10)
                .put("minor", 229)
                .put("fileMode", 0640)
                .put("uid", 7)
                .put("gid", 8);
        bundle.mount("/sys", "sysfs", "sysfs", "ro");
        String out = out(
                "ls -l /dev/null /dev/some/fuse; readlink /dev/fd; readlink /dev/ptmx; wc -c </proc/keys; ls /sys/firmware;"
                        + " echo 1 2>/dev/null >/proc/sys/kernel/domainname || echo refused; test -w /dev/null && echo writable");
        assertThat(out)
                .containsPattern("crw-rw-rw- +1 root +0 +1, +3 .*/dev/null")
                .containsPattern("crw-r----- +1 7 +8 +10, 229 .*/dev/some/fuse")
                .endsWith("/proc/self/fd\npts/ptmx\n0\nrefused\nwritable\n");
    }

    @Test
    void mounts_keep_their_options_in_order() throws IOException {
        Path volume = directory.resolve("volume");
        Files.createDirectories(volume.resolve("sub"));
        Files.createDirectories(bundle.rootfs.resolve("filled"));
        Files.writeString(bundle.rootfs.resolve("filled/old"), "old");
        bundle.mount("/ro", "bind", volume.toString(), "rbind", "ro", "nosuid")
                .mount("/file", "bind", "/etc/hostname", "bind", "ro")
                .mount("/filled", "tmpfs", "tmpfs", "tmpcopyup", "ro")
                .mount("/noexec", "tmpfs", "tmpfs", "noexec", "nodev", "noatime", "size=1m");
        ((ObjectNode) bundle.config.get("root")).put("readonly", true);
        String out =
                out("touch /ro/x 2>/dev/null || echo ro; cat /filled/old; touch /filled/x 2>/dev/null || echo copied;"
                        + " touch /x 2>/dev/null || echo root; grep ' /noexec ' /proc/self/mountinfo");
        assertThat(out)
                .startsWith("ro\noldcopied\nroot\n")
                .contains("rw,nodev,noexec,noatime")
                .contains("size=1024k");
    }

    @Test
    void mounts_of_the_host_appear_only_where_propagation_says_so() throws IOException {
        Bundle.Outcome slave = bundle.script(
                        "grep -E '^[0-9]+ [0-9]+ [0-9:]+ [^ ]+ / ' /proc/self/mountinfo | cut -d' ' -f7-8")
                .run();
        assertThat(slave.out()).doesNotContain("shared:");
        bundle.linux().put("rootfsPropagation", "private");
        assertThat(out("grep -c -E 'shared:|master:' /proc/self/mountinfo || true")
                        .strip())
                .isEqualTo("0");
        bundle.linux().put("rootfsPropagation", "rshared");
        assertThat(out("grep -E '^[0-9]+ [0-9]+ [0-9:]+ [^ ]+ / ' /proc/self/mountinfo"))
                .contains("shared:");
    }

    @Test
    void without_pivot_root_the_root_is_moved() throws IOException {
        CreateOptions monitored = bundle.monitored();
        bundle.script("ls /; cat /proc/self/mountinfo");
        Bundle.Outcome outcome = bundle.run(monitored.withoutPivot());
        assertThat(outcome.out()).startsWith("bin\ndev\netc\nproc\n");
        assertThat(outcome.code()).isZero();
    }

    @Test
    void the_cgroup_is_the_containers_own_and_limits_are_set() throws IOException {
        bundle.linux().putObject("resources").putObject("pids").put("limit", 20);
        ((ObjectNode) bundle.linux().get("resources")).putObject("memory").put("limit", 64 << 20);
        bundle.mount("/sys", "sysfs", "sysfs", "ro").mount("/sys/fs/cgroup", "cgroup", "cgroup", "ro", "nosuid");
        assertThat(out("cat /sys/fs/cgroup/pids/pids.max /sys/fs/cgroup/memory/memory.limit_in_bytes;"
                        + " mkdir /sys/fs/cgroup/pids/x 2>/dev/null || echo ro"))
                .isEqualTo("20\n67108864\nro\n");
    }

    @Test
    void pause_stops_every_process_until_resume() throws IOException {
        bundle.script("while :; do echo x; sleep 0.01; done").create();
        bundle.runtime.start(bundle.id);
        bundle.runtime.pause(bundle.id);
        assertThat(bundle.runtime.status(bundle.id)).isEqualTo(ContainerStatus.PAUSED);
        ObjectNode process = Json.object();
        process.putArray("args").add("/bin/true");
        assertThatThrownBy(() -> bundle.runtime.exec(bundle.id, process, ExecOptions.monitored(bundle.monitor())))
                .hasMessageContaining("paused");
        Bundle.pause();
        long size = Files.size(bundle.path.resolve("log"));
        Bundle.pause();
        assertThat(Files.size(bundle.path.resolve("log"))).isEqualTo(size);
        bundle.runtime.resume(bundle.id);
        for (int i = 0; i < 500 && Files.size(bundle.path.resolve("log")) == size; i++) {
            Bundle.pause();
        }
        assertThat(Files.size(bundle.path.resolve("log"))).isGreaterThan(size);
        bundle.runtime.pause(bundle.id);
        bundle.runtime.delete(bundle.id, true);
        assertThat(bundle.runtime.list()).doesNotContain(bundle.id);
    }

    @Test
    void a_personality_is_what_uname_tells() throws IOException {
        bundle.linux().putObject("personality").put("domain", "LINUX32");
        assertThat(bundle.script("cat /proc/self/personality").run().out().strip())
                .endsWith("8");
    }

    @Test
    void what_the_runtime_cannot_do_is_refused_by_name() throws IOException {
        bundle.linux().putObject("netDevices").putObject("eth0");
        assertThatThrownBy(bundle::create).hasMessageContaining("linux.netDevices");
        assertThat(bundle.runtime.list()).doesNotContain(bundle.id);
    }
}
