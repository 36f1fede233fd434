/** A mounted image for a JUnit test. {@link io.jfs.junit.ImageExtension} is the place to start. */
@NullMarked
package io.jfs.junit;

import org.jspecify.annotations.NullMarked;
