package io.jfs.core.store;

import io.jfs.core.SnapshotId;
import io.jfs.core.SnapshotKind;
import io.jfs.core.driver.SnapshotDirectory;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The directories of one driver.
 *
 * <pre>
 * driver/7                      the directory of snapshot 7
 * driver/staging/S.lock         held by session S while it lives
 * driver/staging/S.1            being filled or deleted by session S
 * </pre>
 *
 * <p>Files are renamed through descriptors of {@code driver} and {@code staging}, opened when first needed: a process
 * that only looks opens none. Thread-safe.
 */
final class Directories implements AutoCloseable {
    private final Path driver;
    private final Path staging;
    private final Session session;
    private final List<Fd> opened = new ArrayList<>(2);

    Directories(Path driver) throws IOException {
        this.driver = driver;
        this.staging = StoreRoot.ensure(driver.resolve("staging"));
        this.session = new Session(staging);
    }

    Path staging() {
        return staging;
    }

    Path of(SnapshotId id) {
        return driver.resolve(id.toString());
    }

    List<Path> of(List<SnapshotId> ids) {
        return ids.stream().map(this::of).toList();
    }

    SnapshotDirectory of(SnapshotRecord record) {
        return new SnapshotDirectory(record.kind(), of(record.id()), of(record.ancestors()));
    }

    SnapshotDirectory of(SnapshotRecord record, SnapshotKind kind, List<SnapshotId> ancestors) {
        return new SnapshotDirectory(kind, of(record.id()), of(ancestors));
    }

    /** The driver's directory; open until this is closed. */
    Fd driverFd() throws IOException {
        return descriptor(0);
    }

    private Fd stagingFd() throws IOException {
        return descriptor(1);
    }

    private Fd descriptor(int index) throws IOException {
        synchronized (opened) {
            if (opened.isEmpty()) {
                opened.add(Open.open(driver, Open.O_RDONLY | Open.O_DIRECTORY, 0));
                opened.add(Open.open(staging, Open.O_RDONLY | Open.O_DIRECTORY, 0));
            }
            return opened.get(index);
        }
    }

    /** A new empty directory that belongs to this session. */
    Staged stage() throws IOException {
        Staged staged = new Staged(this, session.reserve());
        try {
            Files.createDirectory(staged.path(), StoreRoot.OWNER_ONLY);
            return staged;
        } catch (IOException | RuntimeException e) {
            release(staged);
            throw e;
        }
    }

    /** Takes a snapshot's directory away for deletion. False if it is gone: another process has it, or finished. */
    boolean claim(SnapshotId id, Staged into) throws IOException {
        try {
            Links.renameAt2(driverFd(), id.toString(), stagingFd(), into.name(), Links.RENAME_NOREPLACE);
            return true;
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENOENT) {
                return false;
            }
            throw e;
        }
    }

    /** A name in this session's staging for something to be moved there. */
    Staged reserve() throws IOException {
        return new Staged(this, session.reserve());
    }

    /** Moves out of staging. False if a directory of that number is there. Only within a write transaction. */
    boolean publish(String staged, SnapshotId id) throws IOException {
        try {
            Links.renameAt2(stagingFd(), staged, driverFd(), id.toString(), Links.RENAME_NOREPLACE);
            return true;
        } catch (ErrnoException e) {
            if (e.errno() == Errno.EEXIST) {
                return false;
            }
            throw e;
        }
    }

    void withdraw(SnapshotId id, String staged) throws IOException {
        Links.renameAt(driverFd(), id.toString(), stagingFd(), staged);
    }

    void release(Staged staged) {
        session.release(staged.name());
    }

    /** The names in staging. */
    List<String> stagingNames() throws IOException {
        return names(staging);
    }

    /** The numbers of all snapshot directories that are there. */
    List<Long> numbers() throws IOException {
        return names(driver).stream()
                .filter(Directories::isNumber)
                .map(Long::valueOf)
                .toList();
    }

    private static boolean isNumber(String name) {
        return name.length() <= 18 && name.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }

    private static List<String> names(Path directory) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            entries.forEach(entry -> names.add(entry.getFileName().toString()));
        }
        return names;
    }

    @Override
    public void close() throws IOException {
        synchronized (opened) {
            opened.forEach(Fd::close);
            opened.clear();
        }
        session.close();
    }
}
