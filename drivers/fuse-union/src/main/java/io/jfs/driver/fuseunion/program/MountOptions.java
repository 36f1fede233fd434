package io.jfs.driver.fuseunion.program;

import io.jfs.fuse.transport.FuseOptions;
import io.jfs.union.IdMap;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the options of a command line mean.
 *
 * @param lowers absolute, nearest first
 * @param layerIndex a file that {@link io.jfs.union.LayerIndex} made of the lowers
 * @param userXattrs whether overlay's marks are in the {@code user.} namespace, whoever mounts
 * @param aufsMarks whether {@code .wh.} files in layers mean whiteouts, as podman leaves them for a mount program
 * @param isVolatile nothing is synced
 * @param xattrs whether there are extended attributes at all
 * @param hardLinkIndex overlay's {@code index}: lower hard links stay links when one of them is copied up
 * @param metacopy overlay's {@code metacopy}: data of big files is copied up when it is wanted
 * @param fuse for the kernel
 * @param trace every request is told on standard error
 * @param log where what the program has to say goes once it is in the background
 * @param notes what was asked for and is not done, a sentence each
 */
record MountOptions(
        List<Path> lowers,
        Optional<Path> upper,
        Optional<Path> work,
        Optional<Path> layerIndex,
        IdMap uids,
        IdMap gids,
        boolean userXattrs,
        boolean aufsMarks,
        boolean isVolatile,
        boolean xattrs,
        boolean hardLinkIndex,
        boolean metacopy,
        FuseOptions fuse,
        boolean trace,
        Optional<Path> log,
        List<String> notes) {
    MountOptions {
        lowers = List.copyOf(lowers);
        notes = List.copyOf(notes);
    }
}
