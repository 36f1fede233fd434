package io.jfs.image;

import io.jfs.image.oci.Reference;
import java.util.List;
import java.util.Optional;

/**
 * What {@code commit} and {@code import} say of the image they make.
 *
 * @param name its name; without one it is dangling
 * @param author who made it; empty if unknown
 * @param message the comment of the new step in the history
 * @param changes Dockerfile instructions for the configuration, such as {@code CMD ["sh"]}; see {@link ConfigChanges}
 * @param createdBy the command of the new step in the history; empty for the default
 * @param compression of the new layer
 */
public record NewImageOptions(
        Optional<Reference> name,
        String author,
        String message,
        List<String> changes,
        String createdBy,
        LayerCompression compression) {

    public NewImageOptions {
        changes = List.copyOf(changes);
    }

    /** No name, no words, no changes, gzip. */
    public static NewImageOptions defaults() {
        return new NewImageOptions(Optional.empty(), "", "", List.of(), "", LayerCompression.GZIP);
    }

    /** The same with a name. */
    public NewImageOptions withName(Reference reference) {
        return new NewImageOptions(Optional.of(reference), author, message, changes, createdBy, compression);
    }

    /** The same with an author. */
    public NewImageOptions withAuthor(String who) {
        return new NewImageOptions(name, who, message, changes, createdBy, compression);
    }

    /** The same with a comment. */
    public NewImageOptions withMessage(String comment) {
        return new NewImageOptions(name, author, comment, changes, createdBy, compression);
    }

    /** The same with instructions. */
    public NewImageOptions withChanges(List<String> instructions) {
        return new NewImageOptions(name, author, message, instructions, createdBy, compression);
    }

    /** The same with the command that made the layer. */
    public NewImageOptions withCreatedBy(String command) {
        return new NewImageOptions(name, author, message, changes, command, compression);
    }

    /** The same with another compression. */
    public NewImageOptions withCompression(LayerCompression other) {
        return new NewImageOptions(name, author, message, changes, createdBy, other);
    }
}
