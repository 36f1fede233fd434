package io.jfs.runtime.spec;

/**
 * The root filesystem.
 *
 * @param path on the host; relative to the bundle unless absolute
 * @param readonly whether the container may not write to it
 */
public record RootSpec(String path, boolean readonly) {
    static RootSpec of(SpecValue json) throws InvalidSpecException {
        json.object();
        return new RootSpec(json.at("path").text(), json.flag("readonly"));
    }
}
