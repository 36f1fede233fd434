package io.jfs.cli.image;

import io.jfs.cli.command.Arguments;
import io.jfs.cli.output.Filters;
import io.jfs.cli.session.Session;
import io.jfs.cli.session.UsageException;
import io.jfs.image.Image;
import io.jfs.image.oci.Reference;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The filters of {@code images}: {@code dangling label before since reference}. */
final class ImageFilters {
    private static final String DANGLING = "dangling";
    private static final String REFERENCE = "reference";
    private static final Set<String> KEYS = Set.of(DANGLING, "label", "before", "since", REFERENCE);

    private final Filters filters;
    /** When the images that {@code before} and {@code since} name were made. */
    private final Map<String, Instant> moments = new HashMap<>();

    ImageFilters(Session session, List<String> texts) throws IOException {
        this.filters = Arguments.filters(texts, KEYS);
        for (String wanted : filters.values().getOrDefault(DANGLING, List.of())) {
            if (!wanted.equals("true") && !wanted.equals("false")) {
                throw new UsageException("invalid filter 'dangling=" + wanted + "': it is true or false");
            }
        }
        for (String key : List.of("before", "since")) {
            for (String text : filters.values().getOrDefault(key, List.of())) {
                moments.put(text, created(Arguments.image(session, text)));
            }
        }
    }

    boolean accepts(Image image) {
        return filters.accept(DANGLING, wanted -> image.references().isEmpty() == Boolean.parseBoolean(wanted))
                && filters.accept("label", wanted -> hasLabel(image, wanted))
                && filters.accept("before", text -> created(image).isBefore(moment(text)))
                && filters.accept("since", text -> created(image).isAfter(moment(text)));
    }

    /** The image with those of its names that are asked for; empty if it has others only. */
    Optional<Image> named(Image image, Optional<String> pattern) {
        List<Reference> names = image.references().stream()
                .filter(name -> pattern.isEmpty() || matches(name, pattern.get()))
                .filter(name -> filters.accept(REFERENCE, glob -> matches(name, glob)))
                .toList();
        boolean all = names.size() == image.references().size();
        boolean asked = pattern.isPresent() || filters.values().containsKey(REFERENCE);
        return names.isEmpty() && asked ? Optional.empty() : Optional.of(all ? image : image.withReferences(names));
    }

    /** Whether a name matches: as a whole, or without its tag. */
    private static boolean matches(Reference name, String glob) {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        return matcher.matches(Path.of(name.familiar()))
                || matcher.matches(Path.of(name.familiarRepository()))
                || matcher.matches(Path.of(name.toString()))
                || matcher.matches(Path.of(name.repository()));
    }

    private static boolean hasLabel(Image image, String wanted) {
        int equals = wanted.indexOf('=');
        Map<String, String> labels = image.config().labels();
        return equals < 0
                ? labels.containsKey(wanted)
                : wanted.substring(equals + 1).equals(labels.get(wanted.substring(0, equals)));
    }

    private Instant moment(String image) {
        return moments.getOrDefault(image, Instant.EPOCH);
    }

    private static Instant created(Image image) {
        return image.created().orElse(Instant.EPOCH);
    }
}
