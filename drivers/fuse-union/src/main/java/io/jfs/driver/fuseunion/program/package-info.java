/**
 * The program {@code bin/jfs-union}: a union from the command line of fuse-overlayfs, mount(8) or mount.fuse3.
 *
 * <p>Reading words ({@link io.jfs.driver.fuseunion.program.CommandLine}) and their meaning
 * ({@link io.jfs.driver.fuseunion.program.OptionReader}) touches nothing outside; {@code LayerPaths} looks at the
 * directories, {@code JfsUnion} mounts, and {@code Launcher} is what the script and the JVM agreed on.
 */
@NullMarked
package io.jfs.driver.fuseunion.program;

import org.jspecify.annotations.NullMarked;
