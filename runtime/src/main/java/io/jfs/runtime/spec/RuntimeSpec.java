package io.jfs.runtime.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.image.oci.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a container is (OCI runtime-spec, config.md): its root, its process, how it is isolated and limited.
 *
 * @param ociVersion the version of the specification that the document keeps to; its major version is 1
 * @param process what runs; absent in a bundle that is only made, not started
 * @param root the root filesystem
 * @param hostname in the container's UTS namespace
 * @param domainname in the container's UTS namespace
 * @param mounts beneath the root, in this order
 * @param annotations for others; jfs's own begin with {@code io.jfs.}
 * @param linux all that is of Linux alone
 * @param json the whole document with fields unknown to jfs; never changed in place
 */
public record RuntimeSpec(
        String ociVersion,
        Optional<ProcessSpec> process,
        Optional<RootSpec> root,
        Optional<String> hostname,
        Optional<String> domainname,
        List<MountSpec> mounts,
        Hooks hooks,
        Map<String, String> annotations,
        LinuxSpec linux,
        ObjectNode json) {

    /** The version of the specification that jfs writes. */
    public static final String VERSION = "1.3.0";

    private static final Pattern SUPPORTED = Pattern.compile("1\\.\\d+\\.\\d+(?:[-+][0-9A-Za-z.+-]+)?");

    /**
     * Reads a {@code config.json} and checks it whole.
     *
     * @param document names it in errors, best by its path
     */
    public static RuntimeSpec parse(byte[] text, String document) throws InvalidSpecException {
        return of(SpecValue.parse(text, document));
    }

    /** Checks a document that was made here. */
    public static RuntimeSpec ofJson(ObjectNode json, String document) throws InvalidSpecException {
        return of(new SpecValue(json, document, ""));
    }

    private static RuntimeSpec of(SpecValue json) throws InvalidSpecException {
        SpecValue version = json.at("ociVersion");
        if (!SUPPORTED.matcher(version.text()).matches()) {
            throw version.malformed("version \"" + version.text() + "\" is not supported, only 1.x.y is");
        }
        Optional<String> hostname = json.optionalText("hostname");
        Optional<String> domainname = json.optionalText("domainname");
        LinuxSpec linux = LinuxSpec.of(json.at("linux"));
        requireUts(json.at("hostname"), hostname, linux);
        requireUts(json.at("domainname"), domainname, linux);
        return new RuntimeSpec(
                version.text(),
                json.optional("process", ProcessSpec::of),
                json.optional("root", RootSpec::of),
                hostname,
                domainname,
                json.list("mounts", MountSpec::of),
                Hooks.of(json.at("hooks")),
                json.map("annotations", SpecValue::anyText),
                linux,
                json.object());
    }

    // Without a namespace of its own the name would be the host's.
    private static void requireUts(SpecValue place, Optional<String> name, LinuxSpec linux)
            throws InvalidSpecException {
        if (name.isPresent() && linux.namespace(NamespaceType.UTS).isEmpty()) {
            throw place.malformed("needs a namespace of type \"uts\"");
        }
    }

    /** The document as {@code config.json} holds it. */
    public byte[] toBytes() {
        return Json.prettyBytes(json);
    }
}
