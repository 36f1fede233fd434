package io.jfs.image;

import java.util.List;

/**
 * What {@link ImageStore#check} found.
 *
 * @param images how many images were checked
 * @param blobs how many blobs were read
 * @param bytes how many bytes they have
 * @param problems one line each for a person: which image, which blob, what is wrong
 */
public record ImageCheckReport(long images, long blobs, long bytes, List<String> problems) {
    public ImageCheckReport {
        problems = List.copyOf(problems);
    }

    /** Whether nothing is wrong. */
    public boolean isClean() {
        return problems.isEmpty();
    }
}
