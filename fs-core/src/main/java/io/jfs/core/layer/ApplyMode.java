package io.jfs.core.layer;

/** What an {@link io.jfs.core.driver.ApplyTarget.OverlayUpper} says about the layers below it. */
public enum ApplyMode {
    /** Its lowers are all the parents there are. */
    ATTACHED,
    /**
     * It will get parents later, and they are unknown now, so that the layers of an image can be applied in parallel.
     * Whiteouts and opaque marks are always written; whatever needs a look into a parent ends in
     * {@link ParentNeededException}.
     */
    DETACHED
}
