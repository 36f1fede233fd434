package io.jfs.image.transport;

/** How images are written into one file. */
public enum ArchiveFormat {
    /** An OCI archive which is a Docker archive as well: every tool loads it. */
    COMBINED("combined"),
    /** An OCI image layout in a tar. */
    OCI_ARCHIVE("oci-archive"),
    /** What {@code docker save} wrote before OCI: {@code manifest.json} and layers beside it. */
    DOCKER_ARCHIVE("docker-archive");

    private final String label;

    ArchiveFormat(String label) {
        this.label = label;
    }

    /** The name on the command line. */
    public String label() {
        return label;
    }
}
