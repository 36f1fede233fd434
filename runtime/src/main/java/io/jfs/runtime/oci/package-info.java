/**
 * The OCI runtime: the verbs of the runtime-spec and those that runc and crun add. Start at {@link OciRuntime}.
 *
 * <p>What a container is stands in its directory below the runtime's root; no process of jfs need live for it. What the
 * verbs called most ({@code state}, {@code start}, {@code kill}) need is in small text files, so that they read no
 * JSON.
 *
 * <p>{@link ContainerPlan} makes the helper's plan out of a {@code config.json}. It is the place where policy meets
 * mechanism; the order of its operations is the order in which runc does them, except where a comment says why not.
 */
@NullMarked
package io.jfs.runtime.oci;

import org.jspecify.annotations.NullMarked;
