/**
 * The OCI runtime-spec's {@code config.json} (version 1.3) as values; start at {@link io.jfs.runtime.spec.RuntimeSpec}.
 *
 * <p>A document is read once and checked whole: what the records hold is well-formed, so nothing behind them looks at
 * JSON again. Every error names the place by its JSON path. The document itself stays beside the records with the
 * fields that jfs does not know, so that it is written back as it was read.
 */
@NullMarked
package io.jfs.runtime.spec;

import org.jspecify.annotations.NullMarked;
