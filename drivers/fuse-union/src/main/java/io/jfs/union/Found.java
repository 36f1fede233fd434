package io.jfs.union;

import io.jfs.linux.FileStat;
import io.jfs.union.index.IndexDirectory;
import io.jfs.union.layer.EntryFile;
import io.jfs.union.layer.LayerDirectory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the layers show at a name.
 *
 * @param file the nearest file
 * @param stat its attributes
 * @param lowers of a directory: those of lower layers that show in it, nearest first
 * @param lowerStat the attributes of the first of these, if the nearest is in the upper
 * @param index of a directory: what shows in these lowers, if an index says so
 * @param data of a file of which the nearest layer has only the attributes: where its data is
 * @param hasNoXattrs whether an index says that the file has no extended attributes
 */
record Found(
        EntryFile file,
        FileStat stat,
        List<LayerDirectory> lowers,
        @Nullable FileStat lowerStat,
        @Nullable IndexDirectory index,
        @Nullable EntryFile data,
        boolean hasNoXattrs) {
    boolean isUpper() {
        return file.directory().layer().isUpper();
    }
}
