/**
 * Starts the C helper and talks to it.
 *
 * <p>{@link HelperProgram} is the static binary out of the jar, executed from a sealed file in memory: a container that
 * runs as root cannot overwrite it through {@code /proc/self/exe}. {@link Helper} is one running helper; its protocol
 * is one message after the other on a socket pair:
 *
 * <ol>
 *   <li>{@link HelperMessage.NeedsMaps}, only with a new user namespace: the caller writes the id maps, then
 *       {@link Helper#mapsWritten};
 *   <li>{@link HelperMessage.Created}: the process exists, in its namespaces and cgroups, and waits; then
 *       {@link Helper#go};
 *   <li>{@link HelperMessage.Sync} wherever the plan says so: then {@link Helper#synced};
 *   <li>{@link HelperMessage.Ready}, or {@link HelperMessage.Failed} at any time before;
 *   <li>{@link HelperMessage.Ended}, only where the helper was told to wait.
 * </ol>
 *
 * <p>If the caller dies before {@code Ready}, the helper kills what it has made.
 *
 * <p>A monitored container's directory has the socket {@code attach.sock}, a stream of frames: type (1 byte), three
 * zeros, length (4 bytes, big-endian), payload. The monitor sends 1 (standard output), 2 (standard error) and last of
 * all 3 (exit code, 4 bytes big-endian); clients send 0 (standard input), 4 (terminal size: rows, columns, 2 bytes
 * big-endian each) and 5 (end of standard input). Nothing is lost: a client that does not read stops the container's
 * output once the pipes are full. The file {@code exit}, written atomically when the container has ended, is a JSON
 * object of {@code exitCode}, {@code signal}, {@code oomKilled}, {@code finishedAt} and {@code logErrno} (0, or why the
 * log is not whole). The log has podman's k8s-file format, which keeps every byte as it is.
 */
@NullMarked
package io.jfs.runtime.helper;

import org.jspecify.annotations.NullMarked;
