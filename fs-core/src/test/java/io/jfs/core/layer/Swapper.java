package io.jfs.core.layer;

import io.jfs.linux.Fd;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Somebody who, over and over, swaps the directory {@code d} of a root for a link to another place and back. */
final class Swapper implements AutoCloseable {
    private final Path parent;
    private final String root;
    private final Path elsewhere;
    private final Thread thread = new Thread(this::swap, "swapper");
    private volatile boolean isOver;

    Swapper(Path parent, String root, Path elsewhere) {
        this.parent = parent;
        this.root = root;
        this.elsewhere = elsewhere;
    }

    void start() {
        thread.start();
    }

    private void swap() {
        try {
            Path link = parent.resolve("link");
            Files.createSymbolicLink(link, elsewhere);
            try (Fd directory = Open.open(parent, Open.O_PATH | Open.O_DIRECTORY, 0)) {
                while (!isOver) {
                    swapOnce(directory);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void swapOnce(Fd directory) {
        try {
            Links.renameAt2(directory, "link", directory, root + "/d", Links.RENAME_EXCHANGE);
        } catch (IOException e) {
            Thread.onSpinWait(); // Not there yet.
        }
    }

    @Override
    public void close() {
        isOver = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
