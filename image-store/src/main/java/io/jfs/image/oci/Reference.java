package io.jfs.image.oci;

import io.jfs.core.Digest;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names an image, always in full: {@code docker.io/library/debian:latest}.
 *
 * <p>The grammar and the defaults are those of the distribution project's {@code reference} package: a first component
 * with a dot, a colon or a capital letter, or {@code localhost}, is a registry; otherwise the registry is
 * {@code docker.io}, and there a name of one component lies in {@code library/}. A name without tag and digest gets the
 * tag {@code latest}.
 *
 * @param repository registry and path, such as {@code docker.io/library/debian}
 * @param tag absent only if there is a digest
 * @param digest the digest of the manifest, if the reference pins one
 */
public record Reference(String repository, Optional<String> tag, Optional<Digest> digest)
        implements Comparable<Reference> {
    private static final String DEFAULT_REGISTRY = "docker.io";
    private static final String LIBRARY = "library/";
    private static final int MAX_NAME = 255;

    private static final Pattern REGISTRY = Pattern.compile(
            "(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*+)(?:\\.[a-zA-Z0-9][a-zA-Z0-9-]*+)*+|\\[[0-9a-fA-F:]++])(?::[0-9]++)?");
    private static final Pattern COMPONENT = Pattern.compile("[a-z0-9]++(?:(?:\\.|__?|-++)[a-z0-9]++)*+");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
    private static final Pattern IMAGE_ID = Pattern.compile("[0-9a-f]{64}");

    public Reference {
        if (tag.isEmpty() && digest.isEmpty()) {
            throw new IllegalArgumentException("a reference needs a tag or a digest: " + repository);
        }
    }

    /**
     * Reads a reference as a person types it.
     *
     * @throws IllegalArgumentException if the text is not a reference; the message quotes it and says why
     */
    public static Reference parse(String text) {
        String rest = text;
        Optional<Digest> digest = Optional.empty();
        int at = rest.indexOf('@');
        if (at >= 0) {
            digest = Optional.of(parseDigest(text, rest.substring(at + 1)));
            rest = rest.substring(0, at);
        }
        Optional<String> tag = Optional.empty();
        int colon = rest.indexOf(':', rest.lastIndexOf('/') + 1);
        if (colon >= 0) {
            tag = Optional.of(rest.substring(colon + 1));
            rest = rest.substring(0, colon);
        }
        if (tag.isPresent() && !TAG.matcher(tag.get()).matches()) {
            throw invalid(text, "malformed tag");
        }
        String repository = repository(text, rest);
        return new Reference(repository, tag.isEmpty() && digest.isEmpty() ? Optional.of("latest") : tag, digest);
    }

    private static Digest parseDigest(String text, String digest) {
        try {
            return Digest.parse(digest);
        } catch (IllegalArgumentException e) {
            IllegalArgumentException invalid = invalid(text, String.valueOf(e.getMessage()));
            invalid.initCause(e);
            throw invalid;
        }
    }

    private static String repository(String text, String name) {
        if (IMAGE_ID.matcher(name).matches()) {
            throw invalid(text, "a name must not be 64 hexadecimal digits");
        }
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        boolean hasRegistry = isRegistry(first);
        String registry = hasRegistry ? first : DEFAULT_REGISTRY;
        String path = hasRegistry ? name.substring(slash + 1) : name;
        if (registry.equals("index.docker.io")) {
            registry = DEFAULT_REGISTRY;
        }
        if (!REGISTRY.matcher(registry).matches()) {
            throw invalid(text, "malformed registry");
        }
        for (String component : path.split("/", -1)) {
            if (!COMPONENT.matcher(component).matches()) {
                boolean capital = component.chars().anyMatch(c -> c >= 'A' && c <= 'Z');
                throw invalid(text, capital ? "the name must be lower case" : "malformed name");
            }
        }
        String full = registry.equals(DEFAULT_REGISTRY) && path.indexOf('/') < 0 ? LIBRARY + path : path;
        if (registry.length() + 1 + full.length() > MAX_NAME) {
            throw invalid(text, "the name is longer than " + MAX_NAME + " characters");
        }
        return registry + "/" + full;
    }

    private static boolean isRegistry(String component) {
        return component.equals("localhost")
                || component.indexOf('.') >= 0
                || component.indexOf(':') >= 0
                || component.chars().anyMatch(c -> c >= 'A' && c <= 'Z');
    }

    private static IllegalArgumentException invalid(String text, String why) {
        return new IllegalArgumentException("invalid reference " + '"' + text + "\": " + why);
    }

    /** The registry alone, such as {@code docker.io}. */
    public String registry() {
        return repository.substring(0, repository.indexOf('/'));
    }

    /** The repository as people write it: without {@code docker.io/} and {@code library/}. */
    public String familiarRepository() {
        if (!repository.startsWith(DEFAULT_REGISTRY + "/")) {
            return repository;
        }
        String path = repository.substring(DEFAULT_REGISTRY.length() + 1);
        String shorter = path.startsWith(LIBRARY) ? path.substring(LIBRARY.length()) : path;
        // library/a.b/c would be read as the registry "library" dropped and "a.b" a registry: keep what must stay.
        int slash = shorter.indexOf('/');
        return slash >= 0 && shorter.length() != path.length() ? path : shorter;
    }

    /** The whole reference as people write it, such as {@code debian:latest}. */
    public String familiar() {
        return familiarRepository() + suffix();
    }

    /** The same repository under another tag, without digest. */
    public Reference withTag(String newTag) {
        return parse(repository + ":" + newTag);
    }

    private String suffix() {
        return tag.map(t -> ":" + t).orElse("") + digest.map(d -> "@" + d).orElse("");
    }

    @Override
    public int compareTo(Reference other) {
        return toString().compareTo(other.toString());
    }

    /** The full form, which {@link #parse} reads back. */
    @Override
    public String toString() {
        return repository + suffix();
    }
}
