package io.jfs.runtime.container;

/** A container as it was when it was looked up. */
public record Container(ContainerRecord record, ContainerFiles files) {
    /** The ID. */
    public String id() {
        return record.id();
    }

    /** The name. */
    public String name() {
        return record.name();
    }
}
