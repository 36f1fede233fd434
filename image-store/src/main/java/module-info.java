/** OCI images: a layout on disk, archives, and unpacking into any driver. */
module io.jfs.image {
    requires transitive io.jfs.core;
    requires transitive com.fasterxml.jackson.databind;
    requires static transitive org.jspecify;
    requires static com.google.errorprone.annotations;

    exports io.jfs.image;
    exports io.jfs.image.migrate;
    exports io.jfs.image.oci;
    exports io.jfs.image.transport;
    exports io.jfs.image.tree;
}
