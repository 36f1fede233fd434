package io.jfs.cli.command;

import io.jfs.cli.output.Filters;
import io.jfs.cli.session.CommandException;
import io.jfs.cli.session.Failures;
import io.jfs.cli.session.Session;
import io.jfs.cli.session.UsageException;
import io.jfs.core.SnapshotKey;
import io.jfs.image.Image;
import io.jfs.image.ImageNotFoundException;
import io.jfs.image.oci.Platform;
import io.jfs.image.oci.Reference;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Turns what a person typed into what it stands for; what cannot be parsed is a usage error. */
public final class Arguments {
    private Arguments() {}

    /** A reference to be given to an image. */
    public static Reference reference(String text) {
        return parse(text, Reference::parse);
    }

    /** A platform, {@code os/arch[/variant]}. */
    public static Platform platform(String text) {
        return parse(text, Platform::parse);
    }

    /** The key of a snapshot. */
    public static SnapshotKey key(String text) {
        return parse(text, SnapshotKey::new);
    }

    /** Filters of a list. */
    public static Filters filters(List<String> filters, Set<String> valid) {
        return parse(filters, texts -> Filters.parse(texts, valid));
    }

    /** The image that is meant; a hint shows where to look if there is none. */
    public static Image image(Session session, String text) throws IOException {
        if (!session.hasImages()) {
            throw CommandException.failed(
                    "image " + text + ": not found", "there are no images yet: 'jfs load -i FILE' adds some");
        }
        try {
            return session.images().resolve(text);
        } catch (ImageNotFoundException e) {
            throw CommandException.failed(Failures.describe(e), "'jfs images' lists those that there are");
        }
    }

    /** The image that is meant, if there is one. */
    public static Optional<Image> findImage(Session session, String text) throws IOException {
        if (!session.hasImages()) {
            return Optional.empty();
        }
        try {
            return Optional.of(session.images().resolve(text));
        } catch (ImageNotFoundException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Whatever a parser makes of the text; what it refuses is a usage error. */
    public static <T, R> R parse(T text, Function<T, R> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }
}
