package io.jfs.runtime.container;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.image.oci.Json;
import io.jfs.linux.Fd;
import io.jfs.runtime.container.ContainerOptions.Text;
import io.jfs.runtime.container.ContainerOptions.Texts;
import io.jfs.runtime.network.PortMapping;
import io.jfs.runtime.spec.RuntimeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Makes the {@code config.json} of a container. */
final class BundleMaker {
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private final Volumes volumes;

    BundleMaker(Volumes volumes) {
        this.volumes = volumes;
    }

    /** The name that the container gives itself. */
    static String hostname(ContainerRecord record, Sharing sharing) throws IOException {
        if (!sharing.ownsHostname() || (sharing.hostNetwork() && asked(record).isEmpty())) {
            return Files.readString(HOST_NAME).strip();
        }
        return asked(record).isEmpty() ? record.shortId() : asked(record);
    }

    private static String asked(ContainerRecord record) {
        return record.options().text(Text.HOSTNAME).orElse("");
    }

    /**
     * @param root the image's tree
     * @param rootfs where it will be mounted
     * @param files for {@code /etc}, by destination
     * @throws ContainerException if options contradict each other or the image
     */
    RuntimeSpec make(ContainerRecord record, Fd root, Path rootfs, Sharing sharing, Map<String, Path> files)
            throws IOException {
        String hostname = hostname(record, sharing);
        ObjectNode json = Json.object().put("ociVersion", RuntimeSpec.VERSION);
        json.set("process", ProcessSection.of(record, root, hostname));
        json.putObject("root")
                .put("path", rootfs.toString())
                .put("readonly", record.options().has(ContainerOptions.Flag.READ_ONLY));
        if (sharing.ownsHostname()) {
            json.put("hostname", hostname);
            record.options().text(Text.DOMAINNAME).ifPresent(name -> json.put("domainname", name));
        }
        json.set("mounts", MountsSection.of(record, volumes, sharing, files));
        json.set("linux", LinuxSection.of(record, sharing));
        ObjectNode annotations = json.putObject("annotations");
        annotations.put("io.jfs.container.name", record.name());
        annotations.put("io.jfs.container.image", record.imageName());
        return RuntimeSpec.ofJson(json, "bundle of container " + record.name());
    }

    /** Checks what can be checked before there is a container to start. */
    static void validate(ContainerOptions options) throws IOException {
        Volumes.requests(options);
        Capabilities.of(options);
        SecurityOptions.of(options);
        ResourcesSection.of(options);
        DeviceOptions.of(options);
        PortMapping.parseAll(options.texts(Texts.PUBLISH));
        RestartPolicy.parse(options.text(Text.RESTART).orElse("no"));
    }
}
