package io.jfs.core.layer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The layers below one that is applied before they are whole, so that an image's layers are applied side by side. */
@FunctionalInterface
public interface LaterLowers {
    /**
     * Waits until all of them are whole. Called at most once, and only if the layer cannot do without: it leaves out a
     * parent directory, links to a file of a lower layer, or deletes something.
     *
     * @return their upper directories, nearest first, as in
     *     {@link io.jfs.core.driver.ApplyTarget.OverlayUpper#lowers()}
     * @throws IOException if they will never be whole
     */
    List<Path> await() throws IOException;
}
