package io.jfs.runtime.oci;

import io.jfs.runtime.spec.LinuxSpec;
import io.jfs.runtime.spec.NamespaceType;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/** Kernel parameters that belong to a namespace. Others would change the host. */
final class Sysctl {
    private static final Map<String, NamespaceType> BY_NAME = Map.of(
            "kernel.msgmax", NamespaceType.IPC,
            "kernel.msgmnb", NamespaceType.IPC,
            "kernel.msgmni", NamespaceType.IPC,
            "kernel.sem", NamespaceType.IPC,
            "kernel.shmall", NamespaceType.IPC,
            "kernel.shmmax", NamespaceType.IPC,
            "kernel.shmmni", NamespaceType.IPC,
            "kernel.shm_rmid_forced", NamespaceType.IPC,
            "kernel.domainname", NamespaceType.UTS);

    private static final Set<String> UNSAFE_PARTS = Set.of("", ".", "..");

    private Sysctl() {}

    /**
     * The path below {@code /proc/sys}. In names with a slash, as in {@code net/ipv4/conf/eth0.1/forwarding}, a dot is
     * a dot.
     */
    static String path(String name, LinuxSpec linux) throws IOException {
        boolean slashes = name.indexOf('/') >= 0 && (name.indexOf('.') < 0 || name.indexOf('/') < name.indexOf('.'));
        String path = slashes ? name : swap(name);
        String dotted = slashes ? name.replace('/', '.') : name;
        for (String part : path.split("/", -1)) {
            if (UNSAFE_PARTS.contains(part)) {
                throw new IOException("sysctl \"" + name + "\" is no kernel parameter");
            }
        }
        NamespaceType owner = owner(dotted);
        if (owner == null || linux.namespace(owner).isEmpty()) {
            String why = owner == null ? "belongs to no namespace" : "needs a " + owner.specName() + " namespace";
            throw new IOException("sysctl \"" + name + "\" " + why + ": it would change the host");
        }
        return path;
    }

    private static String swap(String name) {
        StringBuilder path = new StringBuilder(name);
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            path.setCharAt(i, c == '.' ? '/' : c == '/' ? '.' : c);
        }
        return path.toString();
    }

    private static @org.jspecify.annotations.Nullable NamespaceType owner(String dotted) {
        if (dotted.startsWith("net.")) {
            return NamespaceType.NETWORK;
        }
        return dotted.startsWith("fs.mqueue.") ? NamespaceType.IPC : BY_NAME.get(dotted);
    }
}
