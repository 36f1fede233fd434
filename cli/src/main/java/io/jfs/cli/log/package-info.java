/** Log messages of all rooms, one line each on standard error, without the weight of a logging framework. */
@NullMarked
package io.jfs.cli.log;

import org.jspecify.annotations.NullMarked;
