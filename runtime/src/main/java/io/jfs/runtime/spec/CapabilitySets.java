package io.jfs.runtime.spec;

import java.util.List;

/**
 * Capabilities of a process, each set as the document names them ({@code CAP_…}); {@link Capability#find} knows them.
 * Names that jfs does not know stay: a later kernel may.
 */
public record CapabilitySets(
        List<String> bounding,
        List<String> effective,
        List<String> inheritable,
        List<String> permitted,
        List<String> ambient) {

    static CapabilitySets of(SpecValue json) throws InvalidSpecException {
        json.object();
        return new CapabilitySets(
                names(json, "bounding"),
                names(json, "effective"),
                names(json, "inheritable"),
                names(json, "permitted"),
                names(json, "ambient"));
    }

    private static List<String> names(SpecValue json, String set) throws InvalidSpecException {
        return json.list(set, SpecValue::text);
    }
}
