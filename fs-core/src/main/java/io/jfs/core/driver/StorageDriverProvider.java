package io.jfs.core.driver;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds out whether a driver works at a place, and opens it. Found by {@link java.util.ServiceLoader}. */
public interface StorageDriverProvider {
    /** The driver's name: lower-case letters and hyphens, such as {@code fuse-union}. Also its directory's name. */
    String name();

    /** Which driver is taken if the user names none: the available one with the highest number. */
    int preference();

    /**
     * What the driver can do where the machine has all that it needs, and what that is: the table in
     * {@code docs/drivers.md} is made of it. {@link #probe} tells what holds at a place.
     *
     * @return by capability, the condition as a few words such as {@code on btrfs and xfs}; empty words for always
     */
    Map<DriverCapability, String> potential();

    /** In a few words how a snapshot is kept, for a table. */
    String mechanism();

    /**
     * Tries whether the driver works with its snapshots below the directory. Leaves nothing behind.
     *
     * @param directory an existing directory on the filesystem in question
     */
    DriverProbe probe(Path directory);

    /**
     * Opens the driver.
     *
     * @param directory the driver's own directory, existing, mode 0700, owned by the caller of this method
     * @throws IOException if the driver cannot work there, or an option is unknown or malformed; names the option
     */
    StorageDriver open(Path directory, DriverOptions options) throws IOException;

    /**
     * Changes this machine, until its next start, so that the driver works best. For administrators. Repeatable.
     *
     * @param directory where the driver's own directory is or will be
     * @param options what the caller wants of it
     * @return what was done or is left to be done, each a line for a person; empty if the driver needs nothing
     * @throws IOException if it may not or cannot, or an option is unknown or malformed: says what
     */
    default List<String> initialize(Path directory, DriverOptions options) throws IOException {
        options.requireKnown(name(), Set.of());
        return List.of();
    }
}
