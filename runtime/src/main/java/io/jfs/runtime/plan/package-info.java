/**
 * The plan by which Java tells the C helper what to do: a flat list of operations, each with numbers and texts.
 *
 * <p>{@link Plan} encodes it; {@code src/main/c/jfs.h} has the same codes and says what each operation's numbers and
 * texts mean. There is no policy in the helper: what is not in the plan is not done.
 */
@NullMarked
package io.jfs.runtime.plan;

import org.jspecify.annotations.NullMarked;
