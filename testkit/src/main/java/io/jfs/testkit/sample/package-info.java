/**
 * A whole storage driver as somebody else would write it, explained by {@code docs/writing-a-driver.md}. It passes the
 * contract, and is found only if a jar with its service file is put beside jfs.
 */
@NullMarked
package io.jfs.testkit.sample;

import org.jspecify.annotations.NullMarked;
