/**
 * Mounting: the classic {@code mount(2)}, the file-descriptor based calls ({@code fsopen}, {@code open_tree},
 * {@code mount_setattr}, ...), and the reading of {@code /proc/self/mountinfo}.
 */
@NullMarked
package io.jfs.linux.mount;

import org.jspecify.annotations.NullMarked;
