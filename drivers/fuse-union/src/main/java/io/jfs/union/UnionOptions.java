package io.jfs.union;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a union is made of. Nothing else may change the layers while it is open, and a layer must not lie within
 * another.
 *
 * @param lowers the read-only layers, nearest first; at least one, or an upper
 * @param upper the layer that takes all changes; without it every change fails with EROFS
 * @param work an empty directory on the upper's filesystem, for the union alone; there if and only if there is an upper
 * @param xattrs where overlay's marks are kept
 * @param aufsMarks whether {@code .wh.NAME} and {@code .wh..wh..opq} files in layers mean whiteouts and opaque
 *     directories; costs one listing of every directory that is looked into
 * @param index whether lower hard links stay links when one of them is copied up, as overlay's {@code index=on}
 * @param isVolatile whether nothing is ever synced: after a crash of the machine the upper is lost
 * @param metacopy whether a change of a big file's attributes copies only these up, and its data when that is wanted,
 *     as overlay's {@code metacopy=on}; such files are understood in any case
 * @param uids how owners appear
 * @param gids how groups appear
 * @param layerIndex what {@link LayerIndex#build} made of the lowers; a file that is not there, damaged or of something
 *     else is not used, see {@link Union#indexProblem}
 * @param maxDescriptors how many descriptors may stay open for later use; those of open files come on top
 */
public record UnionOptions(
        List<Path> lowers,
        Optional<Path> upper,
        Optional<Path> work,
        XattrMode xattrs,
        boolean aufsMarks,
        boolean index,
        boolean isVolatile,
        boolean metacopy,
        IdMap uids,
        IdMap gids,
        Optional<Path> layerIndex,
        int maxDescriptors) {
    private static final int DEFAULT_DESCRIPTORS = 1024;

    public UnionOptions {
        lowers = List.copyOf(lowers);
        if (lowers.isEmpty() && upper.isEmpty()) {
            throw new IllegalArgumentException("a union needs a layer");
        }
        if (upper.isPresent() != work.isPresent()) {
            throw new IllegalArgumentException("an upper and a work directory go together");
        }
        if (maxDescriptors < 1) {
            throw new IllegalArgumentException("no descriptor allowed: " + maxDescriptors);
        }
    }

    /** A union that can be changed, with the marks that this process can write. */
    public static UnionOptions of(List<Path> lowers, Path upper, Path work) throws IOException {
        return defaults(lowers, Optional.of(upper), Optional.of(work));
    }

    /** A union that cannot be changed. */
    public static UnionOptions readOnly(List<Path> lowers) throws IOException {
        return defaults(lowers, Optional.empty(), Optional.empty());
    }

    private static UnionOptions defaults(List<Path> lowers, Optional<Path> upper, Optional<Path> work)
            throws IOException {
        XattrMode mode = XattrMode.ofThisProcess();
        return new UnionOptions(
                lowers,
                upper,
                work,
                mode,
                mode == XattrMode.USER,
                true,
                false,
                false,
                IdMap.IDENTITY,
                IdMap.IDENTITY,
                Optional.empty(),
                DEFAULT_DESCRIPTORS);
    }

    public UnionOptions withXattrs(XattrMode mode) {
        return new UnionOptions(
                lowers,
                upper,
                work,
                mode,
                aufsMarks,
                index,
                isVolatile,
                metacopy,
                uids,
                gids,
                layerIndex,
                maxDescriptors);
    }

    public UnionOptions withAufsMarks(boolean on) {
        return new UnionOptions(
                lowers, upper, work, xattrs, on, index, isVolatile, metacopy, uids, gids, layerIndex, maxDescriptors);
    }

    public UnionOptions withIndex(boolean on) {
        return new UnionOptions(
                lowers,
                upper,
                work,
                xattrs,
                aufsMarks,
                on,
                isVolatile,
                metacopy,
                uids,
                gids,
                layerIndex,
                maxDescriptors);
    }

    public UnionOptions withVolatile(boolean on) {
        return new UnionOptions(
                lowers, upper, work, xattrs, aufsMarks, index, on, metacopy, uids, gids, layerIndex, maxDescriptors);
    }

    public UnionOptions withMetacopy(boolean on) {
        return new UnionOptions(
                lowers, upper, work, xattrs, aufsMarks, index, isVolatile, on, uids, gids, layerIndex, maxDescriptors);
    }

    public UnionOptions withIds(IdMap users, IdMap groups) {
        return new UnionOptions(
                lowers,
                upper,
                work,
                xattrs,
                aufsMarks,
                index,
                isVolatile,
                metacopy,
                users,
                groups,
                layerIndex,
                maxDescriptors);
    }

    public UnionOptions withLayerIndex(Path file) {
        return new UnionOptions(
                lowers,
                upper,
                work,
                xattrs,
                aufsMarks,
                index,
                isVolatile,
                metacopy,
                uids,
                gids,
                Optional.of(file),
                maxDescriptors);
    }

    public UnionOptions withMaxDescriptors(int limit) {
        return new UnionOptions(
                lowers, upper, work, xattrs, aufsMarks, index, isVolatile, metacopy, uids, gids, layerIndex, limit);
    }
}
