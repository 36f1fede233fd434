package io.jfs.core;

/**
 * One event of long work. Load, save, commit and every other long operation report through this record; renderers turn
 * the stream into bars, lines or JSON.
 *
 * @param operation the command, such as {@code load}
 * @param phase what is being done, such as {@code unpacking}
 * @param id what it is done to, such as a layer's digest
 * @param current how much is done, in {@code unit}
 * @param total how much there is, in {@code unit}; negative if unknown
 * @param unit {@code bytes} or {@code entries}
 * @param done whether this phase of this id has ended
 */
public record Progress(
        String operation, String phase, String id, long current, long total, String unit, boolean done) {}
