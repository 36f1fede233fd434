package io.jfs.runtime.oci;

import io.jfs.runtime.spec.RuntimeSpec;
import java.io.IOException;
import java.util.List;

/** A container's cgroups. */
final class ContainerCgroups {
    private ContainerCgroups() {}

    static ContainerCgroups of(ContainerDirectory directory, RuntimeSpec spec) throws IOException {
        return new ContainerCgroups();
    }

    static ContainerCgroups open(ContainerDirectory directory) throws IOException {
        return new ContainerCgroups();
    }

    void create() throws IOException {}

    List<ContainerPlan.CgroupEntry> entries() {
        return List.of();
    }

    boolean isFrozen() {
        return false;
    }

    void remove() throws IOException {}
}
