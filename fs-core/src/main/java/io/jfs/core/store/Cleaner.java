package io.jfs.core.store;

import io.jfs.core.SnapshotId;
import io.jfs.core.Usage;
import io.jfs.core.driver.StorageDriver;
import io.jfs.core.store.SnapshotTable.Trash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Deletes what is in the trash. Several processes may do so at once: a rename decides who has which directory. */
final class Cleaner {
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
        long orphans = new Recovery(database, directories).recoverAll();
        List<Trash> trash = database.read(transaction -> new SnapshotTable(transaction).trash());
        List<Claim> claims = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        List<SnapshotId> gone = claim(trash, claims, failures);
        forget(gone);
        Usage freed = Usage.NONE;
        List<Claim> undeleted = new ArrayList<>();
        for (Claim claim : claims) {
            try {
                claim.staged().discard(driver);
                freed = freed.plus(claim.trash().usage());
            } catch (IOException e) {
                failures.add(failure(claim.trash().id(), e));
                undeleted.add(claim);
            }
        }
        putBack(undeleted);
        long deleted = claims.size() - undeleted.size();
        long recovered = Math.min(orphans, deleted);
        return new CleanupResult(deleted - recovered, recovered, freed, failures);
    }

    private List<SnapshotId> claim(List<Trash> trash, List<Claim> claims, List<String> failures) throws IOException {
        List<SnapshotId> gone = new ArrayList<>(trash.size());
        for (Trash entry : trash) {
            Staged staged = directories.reserve();
            try {
                if (directories.claim(entry.id(), staged)) {
                    claims.add(new Claim(entry, staged));
                } else {
                    directories.release(staged);
                }
                gone.add(entry.id());
            } catch (IOException e) {
                directories.release(staged);
                failures.add(failure(entry.id(), e));
            }
        }
        return gone;
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
                table.addTrash(claim.trash().id(), Optional.of(claim.trash().usage()));
            }
            return claims.size();
        });
        claims.forEach(claim -> claim.staged().settle());
    }

    private static String failure(SnapshotId id, IOException cause) {
        return "directory " + id + " of a removed snapshot: cannot be deleted: " + cause.getMessage();
    }
}
