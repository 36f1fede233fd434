@NullMarked
package io.jfs.cli.mount;

import org.jspecify.annotations.NullMarked;
