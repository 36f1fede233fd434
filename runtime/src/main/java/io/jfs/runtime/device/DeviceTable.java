package io.jfs.runtime.device;

import io.jfs.runtime.spec.Resources.DeviceRule;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What remains after all rules were applied in order, as the controller of version 1 would: either everything but
 * exceptions is allowed, or nothing but exceptions.
 */
final class DeviceTable {
    /** Bits of access, those of {@code BPF_DEVCG_ACC_*} (linux/bpf.h). */
    static final int MKNOD = 1;

    static final int READ = 2;
    static final int WRITE = 4;

    /**
     * Devices that are an exception.
     *
     * @param major -1 for every one
     * @param minor -1 for every one
     */
    record Key(char type, long major, long minor) {}

    private boolean allowed;
    private final Map<Key, Integer> exceptions = new LinkedHashMap<>();

    static DeviceTable of(Iterable<DeviceRule> rules) {
        DeviceTable table = new DeviceTable();
        rules.forEach(table::apply);
        return table;
    }

    private void apply(DeviceRule rule) {
        if (rule.type() == 'a') {
            allowed = rule.allow();
            exceptions.clear();
            return;
        }
        Key key = new Key(rule.type(), rule.major().orElse(-1), rule.minor().orElse(-1));
        int access = bits(rule.access());
        int before = exceptions.getOrDefault(key, 0);
        int after = rule.allow() == allowed ? before & ~access : before | access;
        if (after == 0) {
            exceptions.remove(key);
        } else {
            exceptions.put(key, after);
        }
    }

    private static int bits(String access) {
        int bits = 0;
        bits |= access.indexOf('m') >= 0 ? MKNOD : 0;
        bits |= access.indexOf('r') >= 0 ? READ : 0;
        bits |= access.indexOf('w') >= 0 ? WRITE : 0;
        return bits;
    }

    /** Whether what is no exception is allowed. */
    boolean allowed() {
        return allowed;
    }

    /** Which accesses are exceptions, by device. */
    Map<Key, Integer> exceptions() {
        return exceptions;
    }
}
