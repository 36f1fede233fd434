/**
 * System call filters: a profile, in the runtime-spec's form or in Docker's, becomes a classic BPF program for
 * seccomp(2); start at {@link io.jfs.runtime.seccomp.SeccompCompiler}.
 *
 * <p>Decisions are those of libseccomp, which tests compare with call by call. Which calls an architecture has is data:
 * a table beside the classes for each.
 */
@NullMarked
package io.jfs.runtime.seccomp;

import org.jspecify.annotations.NullMarked;
