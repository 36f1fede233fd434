/**
 * {@code jfs oci}, which is also {@code bin/jfs-oci}: the OCI runtime's command line, with the names and options of
 * runc and crun, because podman, containerd and others call it as they call those.
 *
 * <p>Its arguments are read by {@link OciArguments} and not by picocli: engines call it a few times for each container,
 * and reading the arguments is then much of the time. {@link OciCommand} has the verbs.
 */
@NullMarked
package io.jfs.cli.oci;

import org.jspecify.annotations.NullMarked;
