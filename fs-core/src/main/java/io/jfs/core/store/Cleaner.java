package io.jfs.core.store;

import io.jfs.core.SnapshotId;
import io.jfs.core.Usage;
import io.jfs.core.driver.StorageDriver;
import io.jfs.core.store.SnapshotTable.Trash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Deletes what is in the trash. Several processes may do so at once: a rename decides who has which directory. */
final class Cleaner {
    private static final int THREADS = 4;

    private final Database database;
    private final Directories directories;
    private final StorageDriver driver;

    Cleaner(Database database, Directories directories, StorageDriver driver) {
        this.database = database;
        this.directories = directories;
        this.driver = driver;
    }

    /** A directory that this process has taken from the trash. */
    private record Claim(Trash trash, Staged staged) {}

    CleanupResult clean() throws IOException {
        new Recovery(database, directories).recoverAll();
        List<Trash> trash = database.read(transaction -> new SnapshotTable(transaction).trash());
        List<String> failures = new ArrayList<>();
        List<Claim> claims = claim(trash, failures);
        List<Trash> deleted = new ArrayList<>();
        List<Claim> undeleted = new ArrayList<>();
        List<Optional<IOException>> outcomes = deleteAll(claims);
        for (int i = 0; i < claims.size(); i++) {
            Claim claim = claims.get(i);
            if (outcomes.get(i).isEmpty()) {
                deleted.add(claim.trash());
            } else {
                failures.add(failure(claim.trash(), outcomes.get(i).get()));
                undeleted.add(claim);
            }
        }
        putBack(undeleted);
        long orphans = deleted.stream().filter(Trash::isOrphan).count();
        Usage freed = deleted.stream().map(Trash::usage).reduce(Usage.NONE, Usage::plus);
        return new CleanupResult(deleted.size() - orphans, orphans, freed, failures);
    }

    /** Several at a time: to delete is to wait for the disk. One outcome for each, in the same order. */
    private List<Optional<IOException>> deleteAll(List<Claim> claims) {
        if (claims.size() < 2) {
            return claims.stream().map(this::delete).toList();
        }
        try (ExecutorService workers = Executors.newFixedThreadPool(Math.min(THREADS, claims.size()))) {
            List<CompletableFuture<Optional<IOException>>> outcomes = claims.stream()
                    .map(claim -> CompletableFuture.supplyAsync(() -> delete(claim), workers))
                    .toList();
            return outcomes.stream().map(CompletableFuture::join).toList();
        }
    }

    private Optional<IOException> delete(Claim claim) {
        try {
            claim.staged().discard(driver);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }

    private List<Claim> claim(List<Trash> trash, List<String> failures) throws IOException {
        List<Claim> claims = new ArrayList<>();
        List<SnapshotId> moved = new ArrayList<>(trash.size());
        for (Trash entry : trash) {
            Staged staged = directories.reserve();
            try {
                if (directories.claim(entry.id(), staged)) {
                    claims.add(new Claim(entry, staged));
                } else {
                    staged.settle();
                }
                moved.add(entry.id());
            } catch (IOException e) {
                staged.settle();
                failures.add(failure(entry, e));
            }
        }
        forget(moved);
        return claims;
    }

    /** From here on the session's lock file alone stands for the claimed directories. */
    private void forget(List<SnapshotId> ids) throws IOException {
        if (!ids.isEmpty()) {
            database.write(transaction -> {
                SnapshotTable table = new SnapshotTable(transaction);
                ids.forEach(table::removeTrash);
                return ids.size();
            });
        }
    }

    private void putBack(List<Claim> claims) throws IOException {
        if (claims.isEmpty()) {
            return;
        }
        database.write(transaction -> {
            SnapshotTable table = new SnapshotTable(transaction);
            for (Claim claim : claims) {
                directories.publish(claim.staged().name(), claim.trash().id());
                table.addTrash(claim.trash());
            }
            return claims.size();
        });
        claims.forEach(claim -> claim.staged().settle());
    }

    private static String failure(Trash trash, IOException cause) {
        return "directory " + trash.id() + " of a removed snapshot: cannot be deleted: " + cause.getMessage();
    }
}
