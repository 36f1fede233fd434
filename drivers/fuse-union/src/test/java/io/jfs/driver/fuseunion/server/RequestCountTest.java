package io.jfs.driver.fuseunion.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.fuse.dispatch.OpenMode;
import io.jfs.fuse.wire.Opcode;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import io.jfs.testkit.RequiresFuse;
import io.jfs.testkit.RequiresRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How many requests everyday commands cost, by the session's own count: what the speed of a mount is made of. */
@RequiresRoot
@RequiresFuse
class RequestCountTest {
    private static final int DIRECTORIES = 10;
    private static final int FILES_EACH = 20;
    private static final int FILES = DIRECTORIES * FILES_EACH;

    @TempDir
    Path directory;

    @BeforeEach
    void fillLower() throws Exception {
        Path lower = MountedUnion.at(directory).lower();
        for (int i = 0; i < DIRECTORIES; i++) {
            Path sub = Files.createDirectory(lower.resolve("dir" + i));
            for (int j = 0; j < FILES_EACH; j++) {
                Files.writeString(sub.resolve("file" + j), "some text " + i + " " + j + "\n");
            }
        }
    }

    private MountedUnion mount(OpenMode mode) throws Exception {
        return MountedUnion.at(directory).mount(mode);
    }

    @ParameterizedTest
    @EnumSource(names = {"PASSTHROUGH", "ZERO"})
    void a_second_find_costs_at_most_one_for_each_directory(OpenMode mode) throws Exception {
        try (MountedUnion mount = mount(mode)) {
            mount.shell("find . -type f | wc -l");
            assertThat(mount.waits()).isLessThanOrEqualTo(3 * (DIRECTORIES + 1) + 5);
            mount.startCounting();
            mount.shell("find . -type f -printf '%s %m\\n' | wc -l");
            Map<Opcode, Long> requests = mount.requests();
            requests.remove(Opcode.STATFS); // find's own question
            assertThat(requests.keySet()).isSubsetOf(Opcode.GETATTR); // the directories' access time
            assertThat(mount.waits()).isLessThanOrEqualTo(DIRECTORIES + 2);
        }
    }

    @Test
    void nothing_is_asked_twice_of_a_read_only_mount() throws Exception {
        try (MountedUnion mount = MountedUnion.at(directory).mountReadOnly()) {
            mount.shell("grep -r nothing . || true; find . | wc -l; ls -lR . >/dev/null");
            mount.startCounting();
            mount.shell("grep -r nothing . || true; find . -printf %s >/dev/null");
            assertThat(mount.requests().keySet()).isSubsetOf(Opcode.STATFS); // find's and grep's own question
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PASSTHROUGH", "ZERO"})
    void a_second_listing_costs_only_questions_for_attributes_that_are_not_there(OpenMode mode) throws Exception {
        try (MountedUnion mount = mount(mode)) {
            mount.shell("ls -lR . > /dev/null; ls -lR . > /dev/null");
            mount.startCounting();
            mount.shell("ls -lR . > /dev/null");
            Map<Opcode, Long> requests = mount.requests();
            requests.remove(Opcode.GETXATTR);
            requests.remove(Opcode.LISTXATTR);
            assertThat(requests.getOrDefault(Opcode.GETATTR, 0L)).isLessThanOrEqualTo(DIRECTORIES + 1); // access time
            requests.remove(Opcode.GETATTR);
            assertThat(requests).isEmpty();
        }
    }

    @Test
    void a_search_through_all_files_costs_one_open_each() throws Exception {
        try (MountedUnion mount = mount(OpenMode.PASSTHROUGH)) {
            mount.shell("grep -r nothing . || true");
            assertThat(mount.waits()).isLessThanOrEqualTo(FILES + 4 * DIRECTORIES + 10);
            mount.startCounting();
            mount.shell("grep -r nothing . || true");
            assertThat(mount.waits()).isLessThanOrEqualTo(FILES + DIRECTORIES + 2);
        }
    }

    @Test
    void a_third_search_costs_only_the_directories_without_open_messages() throws Exception {
        try (MountedUnion mount = mount(OpenMode.ZERO)) {
            mount.shell("grep -r nothing . || true");
            assertThat(mount.waits()).isLessThanOrEqualTo(2 * FILES + 4 * DIRECTORIES + 10);
            mount.shell("grep -r nothing . || true");
            mount.startCounting();
            mount.shell("grep -r nothing . || true");
            assertThat(mount.waits()).isLessThanOrEqualTo(DIRECTORIES + 1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PASSTHROUGH", "ZERO"})
    void a_missing_name_is_asked_for_once(OpenMode mode) throws Exception {
        try (MountedUnion mount = mount(mode);
                Fd root = Open.open(mount.path, Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
            for (int i = 0; i < 1_000; i++) {
                assertThat(Stat.find(root, "missing")).isEmpty();
            }
            assertThat(mount.requests().get(Opcode.LOOKUP)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PASSTHROUGH", "ZERO"})
    void unpacking_costs_eight_for_each_file_and_one_for_writing_it(OpenMode mode) throws Exception {
        Path archive = directory.resolve("files.tar");
        MountedUnion.run(
                java.util.List.of("tar", "-C", directory.resolve("lower").toString(), "-cf", archive.toString(), "."));
        try (MountedUnion mount = mount(mode)) {
            mount.shell("mkdir new; echo x > new/x; mkdir new2");
            mount.startCounting();
            mount.shell("tar -C new2 -xf '" + archive + "'");
            assertThat(mount.waits())
                    .as(mount.requests().toString())
                    .isLessThanOrEqualTo((mode == OpenMode.ZERO ? 9 : 8) * FILES + 8 * DIRECTORIES);
        }
    }

    @Test
    void a_status_of_a_repository_costs_next_to_nothing_the_second_time() throws Exception {
        Path lower = directory.resolve("lower");
        String git = "git -c user.name=n -c user.email=e -c safe.directory='*' -c gc.auto=0 ";
        MountedUnion.run(java.util.List.of(
                "sh",
                "-c",
                "cd " + lower + " && find . -type f -exec touch -d 2020-01-01 {} + && git init -q . && git add . && "
                        + git + "commit -qm all"));
        try (MountedUnion mount = mount(OpenMode.PASSTHROUGH)) {
            mount.shell(git + "status --porcelain");
            mount.shell(git + "status --porcelain");
            mount.startCounting();
            assertThat(mount.shell(git + "status --porcelain")).isEmpty();
            assertThat(mount.waits()).as(mount.requests().toString()).isLessThanOrEqualTo(60 + DIRECTORIES);
        }
    }
}
