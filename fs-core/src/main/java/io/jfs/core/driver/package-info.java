/** The storage driver SPI. {@link io.jfs.core.driver.StorageDriver} is the place to start. */
@NullMarked
package io.jfs.core.driver;

import org.jspecify.annotations.NullMarked;
