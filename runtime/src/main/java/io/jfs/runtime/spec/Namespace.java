package io.jfs.runtime.spec;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A namespace of a container.
 *
 * @param path of one to join; absent means a new one
 */
public record Namespace(NamespaceType type, Optional<String> path) {
    private static final Map<String, NamespaceType> TYPES =
            Arrays.stream(NamespaceType.values()).collect(Collectors.toMap(NamespaceType::specName, type -> type));

    static Namespace of(SpecValue json) throws InvalidSpecException {
        json.object();
        NamespaceType type = json.at("type").choice(TYPES);
        Optional<String> path = json.optionalText("path");
        if (path.isPresent()) {
            json.at("path").absolutePath();
        }
        return new Namespace(type, path);
    }
}
