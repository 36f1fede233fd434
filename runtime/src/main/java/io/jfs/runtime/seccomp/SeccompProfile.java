package io.jfs.runtime.seccomp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.image.oci.Json;
import io.jfs.runtime.spec.InvalidSpecException;
import io.jfs.runtime.spec.SpecValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;

/**
 * A profile in Docker's format: as in the runtime-spec, but rules can depend on the capabilities, the architecture and
 * the kernel ({@code includes}, {@code excludes}), and {@code archMap} stands for {@code architectures}.
 */
public final class SeccompProfile {
    private static final List<String> CONDITIONS = List.of("includes", "excludes");

    private final SpecValue document;

    private SeccompProfile(SpecValue document) {
        this.document = document;
    }

    /**
     * What a container gets if nothing else was asked for: the calls that Docker's default profile lists (moby,
     * profiles/seccomp, Apache-2.0).
     */
    public static SeccompProfile ofDefault() {
        try (InputStream in = SeccompProfile.class.getResourceAsStream("default.json")) {
            if (in == null) {
                throw new IllegalStateException("the default seccomp profile is missing");
            }
            return parse(in.readAllBytes(), "default seccomp profile");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the default seccomp profile", e);
        }
    }

    /**
     * Reads a profile, in Docker's or in the runtime-spec's form.
     *
     * @param document names it in errors
     */
    public static SeccompProfile parse(byte[] text, String document) throws InvalidSpecException {
        return new SeccompProfile(SpecValue.parse(text, document));
    }

    /**
     * The section {@code linux.seccomp} for one container.
     *
     * @param capabilities of the container, as {@code CAP_…}
     * @param kernel the kernel's release, such as {@code 6.18.4}
     */
    public ObjectNode resolve(SeccompArch host, Set<String> capabilities, String kernel) throws InvalidSpecException {
        ObjectNode section = Json.object();
        for (String field : List.of("defaultAction", "defaultErrnoRet", "flags", "listenerPath", "listenerMetadata")) {
            if (document.at(field).present()) {
                section.set(field, document.at(field).node());
            }
        }
        section.set("architectures", architectures(host));
        ArrayNode rules = section.putArray("syscalls");
        Situation situation = new Situation(host, capabilities, kernel);
        for (SpecValue rule : document.list("syscalls", value -> value)) {
            if (situation.admits(rule)) {
                rules.add(rule(rule));
            }
        }
        return section;
    }

    private ArrayNode architectures(SeccompArch host) throws InvalidSpecException {
        if (document.at("architectures").node() instanceof ArrayNode listed && !listed.isEmpty()) {
            return listed;
        }
        ArrayNode architectures = Json.array();
        for (SpecValue entry : document.list("archMap", value -> value)) {
            if (entry.at("architecture").text().equals(host.specName())) {
                architectures.add(host.specName());
                entry.list("subArchitectures", SpecValue::text).forEach(architectures::add);
            }
        }
        return architectures;
    }

    // Old profiles have one name for each rule.
    private static ObjectNode rule(SpecValue rule) throws InvalidSpecException {
        ObjectNode kept = rule.object().deepCopy();
        kept.remove(CONDITIONS);
        kept.remove("comment");
        if (rule.at("name").present()) {
            kept.remove("name");
            kept.putArray("names").add(rule.at("name").text());
        }
        return kept;
    }

    private record Situation(SeccompArch host, Set<String> capabilities, String kernel) {
        boolean admits(SpecValue rule) throws InvalidSpecException {
            SpecValue includes = rule.at("includes");
            SpecValue excludes = rule.at("excludes");
            return (!includes.present() || satisfied(includes)) && (!excludes.present() || !touched(excludes));
        }

        // All conditions must hold.
        private boolean satisfied(SpecValue filter) throws InvalidSpecException {
            List<String> arches = filter.list("arches", SpecValue::text);
            return (arches.isEmpty() || arches.contains(host.goName()))
                    && capabilities.containsAll(filter.list("caps", SpecValue::text))
                    && (!filter.at("minKernel").present() || recent(filter.at("minKernel")));
        }

        // Any condition that holds excludes.
        private boolean touched(SpecValue filter) throws InvalidSpecException {
            return filter.list("arches", SpecValue::text).contains(host.goName())
                    || filter.list("caps", SpecValue::text).stream().anyMatch(capabilities::contains)
                    || (filter.at("minKernel").present() && recent(filter.at("minKernel")));
        }

        private boolean recent(SpecValue least) throws InvalidSpecException {
            int[] wanted = version(least.text());
            int[] running = version(kernel);
            return running[0] != wanted[0] ? running[0] > wanted[0] : running[1] >= wanted[1];
        }

        private static int[] version(String text) {
            String[] parts = text.split("[^0-9]+", 3);
            return new int[] {part(parts, 0), part(parts, 1)};
        }

        private static int part(String[] parts, int index) {
            return index < parts.length && !parts[index].isEmpty() ? Integer.parseInt(parts[index]) : 0;
        }
    }
}
