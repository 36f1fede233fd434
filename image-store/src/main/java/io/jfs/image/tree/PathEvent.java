package io.jfs.image.tree;

import io.jfs.core.ChangeKind;
import java.util.Optional;

/**
 * What one layer did to one path.
 *
 * @param layer the number of the layer, bottom first, from 0
 * @param kind created ({@code ADDED}), changed or deleted there
 * @param path absolute
 * @param command the {@code created_by} of the step that made the layer; empty if unknown
 * @param node the path as the layer has it; empty if deleted
 */
public record PathEvent(int layer, ChangeKind kind, String path, String command, Optional<TreeNode> node) {}
