/**
 * Containers as people know them: made from an image, with a name, a writable layer, a network, limits; started,
 * stopped and started again. Start at {@link io.jfs.runtime.container.ContainerEngine}.
 *
 * <p>No process of jfs need live for a container. All that must outlive a reboot is in {@code <root>/containers/<id>/}:
 * what was asked for ({@code container.json}), when it ran ({@code state.json}), the log, how it ended ({@code exit}).
 * What a reboot takes away is in {@code <runroot>/containers/<id>/}: the mounted root, the bundle, the network
 * namespace. A generated bundle and {@link io.jfs.runtime.oci.OciRuntime} do the rest.
 *
 * <p>Lock order: a container's lock, then the store's own. Names are taken by making a symbolic link, which only one
 * can.
 */
@NullMarked
package io.jfs.runtime.container;

import org.jspecify.annotations.NullMarked;
