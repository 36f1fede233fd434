package io.jfs.core.layer;

/**
 * A layer says too little to be applied without its parents: it leaves out a parent directory, links to a file of a
 * lower layer, or hides all of the root. Thrown only in {@link ApplyMode#DETACHED}. What was written so far is of no
 * use: discard the snapshot, and apply the layer again after its parents, in {@link ApplyMode#ATTACHED}.
 */
public final class ParentNeededException extends LayerException {
    private static final long serialVersionUID = 1;

    public ParentNeededException(String message) {
        super(message);
    }

    private ParentNeededException(String path, String what, Throwable cause) {
        super(path, what, cause);
    }

    @Override
    ParentNeededException about(String path) {
        return new ParentNeededException(path, String.valueOf(getMessage()), this);
    }
}
