package io.jfs.runtime.container;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.image.oci.Json;
import io.jfs.runtime.spec.InvalidSpecException;
import io.jfs.runtime.spec.SpecValue;

/**
 * A volume in a container.
 *
 * @param name of the volume, and of its directory below {@code <root>/volumes}
 * @param destination absolute, in the container
 * @param anonymous whether it goes with the container
 */
public record VolumeUse(String name, String destination, boolean anonymous, boolean readOnly) {
    ObjectNode toJson() {
        return Json.object()
                .put("name", name)
                .put("destination", destination)
                .put("anonymous", anonymous)
                .put("readOnly", readOnly);
    }

    static VolumeUse of(SpecValue json) throws InvalidSpecException {
        return new VolumeUse(
                json.at("name").text(),
                json.at("destination").absolutePath(),
                json.flag("anonymous"),
                json.flag("readOnly"));
    }
}
