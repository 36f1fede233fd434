package io.jfs.cli.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/** Puts failures into one line. */
public final class Failures {
    private Failures() {}

    /** What failed, and why; never empty, never more than one line. */
    public static String describe(Throwable failure) {
        boolean wrapped = failure instanceof UncheckedIOException || failure instanceof ExceptionInInitializerError;
        Throwable shown = wrapped && failure.getCause() != null ? failure.getCause() : failure;
        String text = switch (shown) {
            case NoSuchFileException e ->
                e.getReason() == null ? e.getFile() + ": no such file or directory" : e.getMessage();
            case FileAlreadyExistsException e ->
                e.getReason() == null ? e.getFile() + ": exists already" : e.getMessage();
            case AccessDeniedException e ->
                e.getReason() == null ? e.getFile() + ": permission denied" : e.getMessage();
            case DirectoryNotEmptyException e -> e.getFile() + ": directory not empty";
            case NotDirectoryException e -> e.getFile() + ": not a directory";
            default -> shown.getMessage();
        };
        if (text == null || text.isBlank()) {
            text = shown.getClass().getSimpleName();
        }
        return text.strip().replaceAll("\\s*\\R\\s*", "; ");
    }

    /** What might help, where that is known. */
    public static Optional<String> hint(Throwable failure) {
        if (failure instanceof CommandException command) {
            return command.hint();
        }
        boolean denied = failure instanceof AccessDeniedException
                || (failure instanceof FileSystemException file && "Operation not permitted".equals(file.getReason()))
                || describe(failure).contains("EPERM")
                || describe(failure).contains("EACCES");
        if (denied && !Settings.isRoot()) {
            return Optional.of(
                    "this needs root; as a plain user give a place of your own by --root DIR and --storage-driver vfs or"
                            + " fuse-union, or look inside without a mount: jfs ls, cat, extract");
        }
        return Optional.empty();
    }

    /** Whether the reader of our output went away, which is no failure of ours: {@code jfs ls IMAGE | head}. */
    public static boolean isBrokenPipe(Throwable failure) {
        Throwable cause =
                failure instanceof UncheckedIOException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof IOException
                && ("Broken pipe".equals(cause.getMessage()) || "Stream Closed".equals(cause.getMessage()));
    }
}
