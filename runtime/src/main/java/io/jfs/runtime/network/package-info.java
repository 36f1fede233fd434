/**
 * A container's network by CNI plugins (containernetworking/cni, SPEC.md 1.0); start at
 * {@link io.jfs.runtime.network.ContainerNetwork}.
 *
 * <p>Plugins are programs of others; they get a configuration on standard input and answer on standard output. Which
 * plugins a network has says a configuration list, by default in {@code /etc/cni/net.d}; without one for the network
 * {@code bridge}, jfs has its own: a bridge with a pool of addresses, masquerading, published ports and a firewall.
 */
@NullMarked
package io.jfs.runtime.network;

import org.jspecify.annotations.NullMarked;
