package io.jfs.driver.fuseunion;

import static io.jfs.testkit.Tree.absent;
import static io.jfs.testkit.Tree.dir;
import static io.jfs.testkit.Tree.file;

import io.jfs.core.driver.DriverOptions;
import io.jfs.testkit.SnapshotFixture;
import io.jfs.testkit.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A program that a plain user runs: snapshots made, mounted, changed, committed and compared. It prints what it sees.
 * Its argument is an empty directory.
 */
final class PlainUserStory {
    private PlainUserStory() {}

    @SuppressWarnings("SystemOut") // this is a program
    public static void main(String[] arguments) throws IOException {
        try (SnapshotFixture snapshots =
                new SnapshotFixture(Path.of(arguments[0]), new FuseUnionDriverProvider(), DriverOptions.NONE)) {
            snapshots.prepare("base active", "");
            snapshots.apply("base active", layer(arguments[0]));
            snapshots.commit("base", "base active");
            snapshots.layer(
                    "child", "base", Tree.of(file("new", "new"), dir("etc", file("passwd", "changed")), absent("old")));
            snapshots.prepare("active", "child");
            snapshots.edit("active", Tree.of(absent("etc"), dir("etc", file("fresh", "x"))));
            System.out.println(snapshots.changes("child"));
            System.out.println(snapshots.changes("active"));
            Path mounted = snapshots.mount(snapshots.view("view", "child"));
            try (Stream<Path> names = Files.list(mounted)) {
                System.out.println(names.map(name -> name.getFileName().toString())
                        .sorted()
                        .toList());
            }
            System.out.println(Files.readString(mounted.resolve("etc/passwd")));
            snapshots.unmount(mounted);
        }
    }

    private static byte[] layer(String place) throws IOException {
        return Files.readAllBytes(Path.of(place).resolveSibling("base.tar"));
    }
}
