/** Containers: an OCI runtime, and the life of a container above it. */
module io.jfs.runtime {
    requires transitive io.jfs.core;
    requires transitive io.jfs.image;
    requires io.jfs.linux;
    requires transitive com.fasterxml.jackson.databind;
    requires static transitive org.jspecify;
    requires static com.google.errorprone.annotations;

    exports io.jfs.runtime.cgroup;
    exports io.jfs.runtime.container;
    exports io.jfs.runtime.device;
    exports io.jfs.runtime.helper;
    exports io.jfs.runtime.network;
    exports io.jfs.runtime.oci;
    exports io.jfs.runtime.plan;
    exports io.jfs.runtime.seccomp;
    exports io.jfs.runtime.spec;
}
