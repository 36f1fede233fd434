package io.jfs.runtime.cgroup;

/**
 * A value for a file of a cgroup.
 *
 * @param controller whose file it is, in the version that the file belongs to
 * @param optional whether a file that this kernel does not have is no error
 */
record Setting(String controller, String file, String value, boolean optional) {
    static Setting of(String controller, String file, Object value) {
        return new Setting(controller, file, String.valueOf(value), false);
    }

    static Setting optional(String controller, String file, Object value) {
        return new Setting(controller, file, String.valueOf(value), true);
    }
}
