package io.jfs.runtime.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.image.oci.Json;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each attack that has broken a container runtime before, by the number it was published under. */
@RequiresRoot
class HardeningTest {
    @TempDir
    Path directory;

    private Bundle bundle;
    private Path outside;

    @BeforeEach
    void make() throws IOException {
        bundle = new Bundle(directory);
        outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "secret");
    }

    private void dropMount(String destination) {
        for (int i = 0; i < bundle.config.withArray("mounts").size(); i++) {
            if (bundle.config
                    .withArray("mounts")
                    .get(i)
                    .get("destination")
                    .asText()
                    .equals(destination)) {
                bundle.config.withArray("mounts").remove(i);
                return;
            }
        }
    }

    private void replaceInRoot(String name, Path target) throws IOException {
        Files.deleteIfExists(bundle.rootfs.resolve(name));
        Files.createSymbolicLink(bundle.rootfs.resolve(name), target);
    }

    private void nothingHappenedOutside() throws IOException {
        try (var entries = Files.list(outside)) {
            assertThat(entries.map(entry -> String.valueOf(entry.getFileName())))
                    .containsExactly("secret");
        }
        assertThat(outside.resolve("secret")).hasContent("secret");
    }

    @Test
    void cve_2019_5736_the_runtimes_own_program_cannot_be_overwritten() throws IOException {
        bundle.create();
        Path exe = Path.of("/proc/" + bundle.runtime.pid(bundle.id).orElseThrow() + "/exe");
        assertThat(Files.readSymbolicLink(exe).toString()).contains("memfd:jfs-init");
        assertThatThrownBy(() -> Open.open(exe, Open.O_WRONLY, 0)).isInstanceOf(IOException.class);
        bundle.runtime.start(bundle.id);
        bundle.await();
        bundle.runtime.delete(bundle.id, true);
        // The attack: the container's program is the runtime's own, so that a process inside holds it open for writing.
        bundle.args("/proc/self/exe");
        Bundle.Outcome outcome = bundle.run();
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("usage: jfs-init");
    }

    @Test
    void cve_2024_21626_no_descriptor_of_the_host_leaks() throws IOException {
        try (Fd leaked = Open.open(outside, Open.O_RDONLY, 0)) {
            assertThat(leaked.isOpen()).isTrue();
            Bundle.Outcome outcome = bundle.script("for f in /proc/self/fd/*; do readlink $f; done")
                    .run();
            assertThat(outcome.out().lines().toList())
                    .allMatch(target -> target.startsWith("pipe:") || target.equals("/dev/null") || target.isEmpty());
        }
    }

    @Test
    void cve_2024_21626_a_working_directory_outside_is_refused() throws IOException {
        for (int fd = 3; fd < 20; fd++) {
            bundle.process().put("cwd", "/proc/self/fd/" + fd);
            assertThatThrownBy(bundle::create).isInstanceOf(IOException.class);
        }
        bundle.process().put("cwd", "/");
        bundle.script("sleep 100").create();
        bundle.runtime.start(bundle.id);
        for (int fd = 3; fd < 20; fd++) {
            ObjectNode process = Json.object();
            process.put("cwd", "/proc/self/fd/" + fd).putArray("args").add("/bin/ls");
            ExecOptions options = ExecOptions.monitored(bundle.monitor());
            assertThatThrownBy(() -> bundle.runtime.exec(bundle.id, process, options))
                    .isInstanceOf(IOException.class);
        }
        bundle.runtime.delete(bundle.id, true);
    }

    @Test
    void cve_2025_31133_what_masks_a_path_is_the_hosts_null_device() throws IOException {
        dropMount("/dev/pts");
        dropMount("/dev");
        Files.writeString(bundle.rootfs.resolve("dev/other"), "other");
        Files.createSymbolicLink(bundle.rootfs.resolve("dev/null"), Path.of("/dev/other"));
        assertThatThrownBy(bundle::create).hasMessageContaining("mknodat /dev/null");
        // With a /dev of the host the image's own is not looked at.
        bundle.mount("/dev", "bind", "/dev", "rbind").script("stat -c %t:%T /proc/keys /proc/timer_list");
        assertThat(bundle.run().out()).isEqualTo("1:3\n1:3\n");
    }

    @Test
    void cve_2025_52565_the_console_is_bound_inside_of_the_root_only() throws IOException {
        bundle.process().put("terminal", true);
        dropMount("/dev");
        Files.createSymbolicLink(bundle.rootfs.resolve("dev/console"), outside.resolve("secret"));
        bundle.script("cat /proc/self/mountinfo");
        assertThatThrownBy(bundle::run).isInstanceOf(IOException.class); // a link that leads nowhere inside
        nothingHappenedOutside();
    }

    @Test
    void cve_2025_52881_writes_below_proc_are_not_redirected_by_what_is_mounted_there() throws IOException {
        Path fake = Files.createDirectories(outside.resolve("sys/net/ipv4"));
        Files.writeString(fake.resolve("ip_forward"), "fake");
        dropMount("/proc");
        bundle.mount("/proc", "bind", outside.toString(), "bind").mount("/real", "proc", "proc");
        bundle.linux().remove(List.of("maskedPaths", "readonlyPaths"));
        bundle.linux().putObject("sysctl").put("net.ipv4.ip_forward", "1");
        assertThat(bundle.script("cat /real/sys/net/ipv4/ip_forward").run().out())
                .isEqualTo("1\n");
        assertThat(fake.resolve("ip_forward")).hasContent("fake");
    }

    @Test
    void cve_2026_41579_a_dev_that_is_a_link_leads_nowhere_outside() throws IOException {
        replaceInRoot("dev", outside);
        try {
            bundle.script("true").run();
        } catch (IOException _) {
            // Refusing is as good as staying inside.
        }
        nothingHappenedOutside();
    }

    @Test
    void cve_2023_27561_proc_and_sys_that_are_links_are_refused() throws IOException {
        replaceInRoot("proc", Path.of("/tmp"));
        assertThatThrownBy(bundle::create).hasMessage("openat2 /proc: Too many levels of symbolic links (ELOOP)");
        Files.delete(bundle.rootfs.resolve("proc"));
        replaceInRoot("sys", Path.of("/tmp"));
        bundle.mount("/sys", "sysfs", "sysfs", "ro");
        assertThatThrownBy(bundle::create).hasMessage("openat2 /sys: Too many levels of symbolic links (ELOOP)");
    }

    @Test
    void cve_2024_45310_directories_for_mounts_are_made_inside_of_the_root_only() throws IOException {
        replaceInRoot("link", outside);
        replaceInRoot("up", Path.of("../../outside"));
        bundle.mount("/link/new/directory", "tmpfs", "tmpfs")
                .mount("/up/other", "tmpfs", "tmpfs")
                .mount("/../../outside/third", "tmpfs", "tmpfs")
                .mount("/file/a/b", "bind", outside.resolve("secret").toString(), "bind", "ro");
        assertThat(bundle.script("cat /file/a/b; grep -c tmpfs /proc/self/mountinfo")
                        .run()
                        .out())
                .startsWith("secret");
        nothingHappenedOutside();
        assertThat(bundle.rootfs.resolve("outside/third")).isDirectory();
    }

    @Test
    void a_mount_cannot_be_attached_by_a_link_of_proc() throws IOException {
        bundle.mount("/proc/self/cwd/x", "tmpfs", "tmpfs");
        assertThatThrownBy(bundle::create).isInstanceOf(IOException.class);
        nothingHappenedOutside();
    }

    @Test
    void names_that_are_paths_are_no_names() {
        for (String name : List.of("", "..", ".", "../x", "a/b", "-x", ".x", "a b", "a\0b", "ä", "x".repeat(1025))) {
            assertThatThrownBy(() -> ContainerId.of(name)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void a_cgroup_cannot_be_named_with_dots() throws IOException {
        for (String path : List.of("/../x", "a/../../x", "..", "/", "")) {
            bundle.linux().put("cgroupsPath", path);
            if (!path.isEmpty()) {
                assertThatThrownBy(bundle::create).as(path).isInstanceOf(IOException.class);
            }
        }
        assertThat(bundle.runtime.list()).isEmpty();
    }

    @Test
    void the_container_has_nothing_of_the_hosts_environment_mounts_or_processes() throws IOException {
        Bundle.Outcome outcome = bundle.script("env; cat /proc/self/mountinfo; ls /proc | grep -c '^[0-9]'")
                .run();
        assertThat(outcome.out())
                .contains("PATH=/bin\n", "HOME=/root\n")
                .doesNotContain("JAVA", "surefire", " /home", " /var");
        assertThat(outcome.out()
                        .lines()
                        .filter(line -> line.matches("[A-Z]+=.*"))
                        .count())
                .isLessThanOrEqualTo(4); // the two above, and the shell's own SHLVL and PWD
        assertThat(outcome.out().strip()).endsWith("\n3");
    }

    @Test
    void the_container_has_a_session_keyring_of_its_own() throws IOException {
        bundle.linux().remove("maskedPaths");

        assertThat(bundle.script("cat /proc/keys").run().out()).contains("_ses." + bundle.id + ": empty");
    }

    @Test
    void cve_2025_31133_the_null_device_that_masks_cannot_be_swapped_in_a_volume_shared_by_containers()
            throws IOException {
        dropMount("/dev/pts");
        dropMount("/dev");
        Path shared = Files.createDirectory(directory.resolve("shared"));
        bundle.mount("/dev", "bind", shared.toString(), "bind").script("cat /proc/keys /proc/timer_list");
        for (int i = 0; i < 5; i++) {
            try (Swapping _ = new Swapping(shared.resolve("null"), outside.resolve("secret"))) {
                assertThat(bundle.run().out())
                        .as("what masks is null, whoever wins")
                        .isEmpty();
            } catch (IOException _) {
                // Refusing is as good.
            }
        }
        nothingHappenedOutside();
    }

    @Test
    void a_mount_destination_that_is_swapped_for_a_link_leads_nowhere_outside() throws IOException {
        Path swapped = bundle.rootfs.resolve("swapped");
        bundle.mount("/swapped/made/here", "tmpfs", "tmpfs").script("true");
        for (int i = 0; i < 5; i++) {
            try (Swapping _ = new Swapping(swapped, outside)) {
                bundle.run();
            } catch (IOException _) {
                // Refusing is as good.
            }
        }
        nothingHappenedOutside();
    }

    /**
     * Another container, which has a directory in common: it makes a name a link and takes it away, again and again.
     */
    private static final class Swapping implements AutoCloseable {
        private final Thread thread;

        Swapping(Path name, Path target) {
            thread = Thread.ofPlatform().start(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    try {
                        Files.deleteIfExists(name);
                        Files.createSymbolicLink(name, target);
                    } catch (IOException _) {
                        // The runtime has made something there; the next round tries again.
                    }
                }
            });
        }

        @Override
        public void close() {
            thread.interrupt();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void a_sysctl_of_the_host_is_refused() {
        for (String name :
                List.of("kernel.core_pattern", "vm.swappiness", "net..x", "net/../kernel/panic", "kernel.hostname")) {
            bundle.linux().putObject("sysctl").put(name, "1");
            assertThatThrownBy(bundle::create).hasMessageContaining(name);
        }
    }
}
