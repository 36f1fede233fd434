package io.jfs.runtime.container;

import io.jfs.runtime.container.ContainerOptions.Text;
import io.jfs.runtime.container.ContainerOptions.Texts;
import io.jfs.runtime.network.ContainerNetwork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /etc/hosts}, {@code /etc/hostname} and {@code /etc/resolv.conf} of a container: files beside its record that
 * are bound over the image's. They are written in place, since a bind mount shows the file that it was made of.
 */
final class EtcFiles {
    private static final Path HOST_RESOLV = Path.of("/etc/resolv.conf");
    private static final Path SYSTEMD_RESOLV = Path.of("/run/systemd/resolve/resolv.conf");
    private static final Path HOST_HOSTS = Path.of("/etc/hosts");
    private static final String SLIRP_SERVER = "nameserver " + ContainerNetwork.USER_MODE_NAME_SERVER;
    private static final List<String> FALLBACK_SERVERS = List.of("nameserver 8.8.8.8", "nameserver 8.8.4.4");

    private final ContainerFiles files;
    private final ContainerOptions options;
    private final Sharing sharing;
    private final String hostname;
    private final boolean userMode;

    /** @param userMode whether the container's network is made by slirp4netns(1), which answers names too */
    EtcFiles(ContainerFiles files, ContainerOptions options, Sharing sharing, String hostname, boolean userMode) {
        this.userMode = userMode;
        this.files = files;
        this.options = options;
        this.sharing = sharing;
        this.hostname = hostname;
    }

    /** Writes them; the container's own addresses are still missing. What is to be mounted, by destination. */
    Map<String, Path> write() throws IOException {
        write("hostname", hostname + "\n");
        write("resolv.conf", resolv());
        writeHosts(List.of());
        Map<String, Path> mounts = new LinkedHashMap<>();
        mounts.put("/etc/hostname", files.etc("hostname"));
        mounts.put("/etc/hosts", files.etc("hosts"));
        mounts.put("/etc/resolv.conf", files.etc("resolv.conf"));
        return mounts;
    }

    /** Writes the hosts again, with the container's addresses. */
    void writeHosts(List<String> addresses) throws IOException {
        write("hosts", hosts(addresses, addresses.isEmpty() ? Optional.empty() : gateway(addresses)));
    }

    private static Optional<String> gateway(List<String> addresses) {
        return addresses.stream()
                .filter(a -> a.startsWith("gateway "))
                .map(a -> a.substring(8))
                .findFirst();
    }

    private String hosts(List<String> addresses, Optional<String> gateway) throws IOException {
        StringBuilder text = new StringBuilder();
        if (sharing.hostNetwork() && Files.isReadable(HOST_HOSTS)) {
            text.append(Files.readString(HOST_HOSTS));
        } else {
            text.append("127.0.0.1\tlocalhost\n")
                    .append("::1\tlocalhost ip6-localhost ip6-loopback\n")
                    .append("fe00::\tip6-localnet\n")
                    .append("ff02::1\tip6-allnodes\n")
                    .append("ff02::2\tip6-allrouters\n");
        }
        for (String entry : options.texts(Texts.HOSTS)) {
            int colon = entry.indexOf(':');
            if (colon < 1 || colon == entry.length() - 1) {
                throw new ContainerException("bad format for add-host: \"" + entry + '"');
            }
            String address = entry.substring(colon + 1);
            String shown = address.equals("host-gateway") ? gateway.orElse("127.0.0.1") : address;
            text.append(shown).append('\t').append(entry, 0, colon).append('\n');
        }
        gateway.ifPresent(address -> text.append(address).append("\thost.containers.internal\n"));
        for (String address : addresses) {
            if (!address.startsWith("gateway ")) {
                text.append(address).append('\t').append(hostname).append('\n');
            }
        }
        return text.toString();
    }

    // A resolver of the host's on a loopback address cannot be reached from another network.
    private String resolv() throws IOException {
        List<String> host = readHost();
        List<String> lines = new ArrayList<>();
        List<String> servers = new ArrayList<>();
        for (String line : host) {
            String[] words = line.strip().split("\\s+", -1);
            boolean server = words[0].equals("nameserver") && words.length > 1;
            boolean reachable = server && (sharing.hostNetwork() || !isLoopback(words[1]));
            if (reachable) {
                servers.add(line.strip());
            } else if (!server && !replaced(words[0])) {
                lines.add(line);
            }
        }
        if (!options.texts(Texts.DNS).isEmpty()) {
            servers = options.texts(Texts.DNS).stream()
                    .map(dns -> "nameserver " + dns)
                    .toList();
        } else if (servers.isEmpty() && !isSilent()) {
            servers = userMode ? List.of(SLIRP_SERVER) : FALLBACK_SERVERS;
        }
        lines.addAll(servers);
        add(lines, "search", options.texts(Texts.DNS_SEARCH));
        add(lines, "options", options.texts(Texts.DNS_OPTIONS));
        return String.join("\n", lines) + "\n";
    }

    private boolean isSilent() {
        return options.text(Text.NETWORK).orElse("").equals("none");
    }

    private boolean replaced(String word) {
        return (word.equals("search") && !options.texts(Texts.DNS_SEARCH).isEmpty())
                || (word.equals("options") && !options.texts(Texts.DNS_OPTIONS).isEmpty());
    }

    private static void add(List<String> lines, String word, List<String> values) {
        if (!values.isEmpty()) {
            lines.add(word + " " + String.join(" ", values));
        }
    }

    private List<String> readHost() throws IOException {
        Path file = !sharing.hostNetwork() && Files.isReadable(SYSTEMD_RESOLV) ? SYSTEMD_RESOLV : HOST_RESOLV;
        return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
    }

    private static boolean isLoopback(String address) {
        return address.startsWith("127.") || address.equals("::1");
    }

    private void write(String name, String text) throws IOException {
        Files.write(
                files.etc(name),
                text.getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING);
    }
}
