/** What all commands share: their base, the options of lists, and how arguments become images and snapshots. */
@NullMarked
package io.jfs.cli.command;

import org.jspecify.annotations.NullMarked;
