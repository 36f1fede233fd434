package io.jfs.image.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;

/**
 * What an image runs on (OCI image-spec, image-index.md, {@code platform}). Names are Go's: {@code linux},
 * {@code amd64}.
 *
 * @param os the operating system
 * @param architecture the processor
 * @param variant of the processor, such as {@code v7} for {@code arm}
 */
public record Platform(String os, String architecture, Optional<String> variant) {

    /**
     * Reads {@code os/arch[/variant]}.
     *
     * @throws IllegalArgumentException if there are not two or three parts
     */
    public static Platform parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length < 2 || parts.length > 3 || parts[0].isEmpty() || parts[1].isEmpty()) {
            throw new IllegalArgumentException("malformed platform " + '"' + text + "\": expected os/arch[/variant]");
        }
        return of(parts[0], parts[1], parts.length == 3 ? parts[2] : "");
    }

    /** The platform that this process runs on. */
    public static Platform host() {
        String os = System.getProperty("os.name", "linux").toLowerCase(Locale.ROOT);
        return of(os, System.getProperty("os.arch", "unknown"), "");
    }

    /** The platform that a configuration or a descriptor's {@code platform} states; absent parts are empty texts. */
    static Platform ofJson(JsonNode json) {
        return of(
                json.path("os").asText(""),
                json.path("architecture").asText(""),
                json.path("variant").asText(""));
    }

    private static Platform of(String os, String architecture, String variant) {
        String lower = architecture.toLowerCase(Locale.ROOT);
        String name = switch (lower) {
            case "x86_64", "x86-64" -> "amd64";
            case "aarch64" -> "arm64";
            case "i386", "i686", "x86" -> "386";
            case "armhf", "armel" -> "arm";
            default -> lower;
        };
        // The default variant of 64-bit arm is written by some builders and left out by others.
        String kept = name.equals("arm64") && variant.equals("v8") ? "" : variant;
        return new Platform(os.toLowerCase(Locale.ROOT), name, Optional.of(kept).filter(v -> !v.isEmpty()));
    }

    /** Whether an image made for {@code candidate} is what this platform asks for; no variant asks for any. */
    public boolean accepts(Platform candidate) {
        return os.equals(candidate.os)
                && architecture.equals(candidate.architecture)
                && (variant.isEmpty() || variant.equals(candidate.variant));
    }

    /** As a {@code platform} object. */
    ObjectNode toJson() {
        ObjectNode json = Json.object().put("architecture", architecture).put("os", os);
        variant.ifPresent(v -> json.put("variant", v));
        return json;
    }

    @Override
    public String toString() {
        return os + "/" + architecture + variant.map(v -> "/" + v).orElse("");
    }
}
