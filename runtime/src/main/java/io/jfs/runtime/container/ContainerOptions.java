package io.jfs.runtime.container;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.image.oci.Json;
import io.jfs.runtime.spec.InvalidSpecException;
import io.jfs.runtime.spec.SpecValue;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What was asked for when a container was made, in the words of docker's command line. Values are kept as they were
 * written; making a bundle parses them, and is tried when the container is made. Immutable.
 */
public final class ContainerOptions {
    /** Options with one text. */
    public enum Text {
        ENTRYPOINT,
        USER,
        DIRECTORY,
        HOSTNAME,
        DOMAINNAME,
        /** {@code none}, {@code host}, {@code bridge}, {@code container:X}, {@code ns:PATH}, or a CNI network. */
        NETWORK,
        IPC,
        PID,
        UTS,
        CGROUP,
        CPUS,
        MEMS,
        STOP_SIGNAL,
        /** {@code no}, {@code on-failure[:N]}, {@code always}, {@code unless-stopped}. */
        RESTART
    }

    /** Options that can be given several times, in order. */
    public enum Texts {
        ARGUMENTS,
        ENVIRONMENT,
        GROUPS,
        VOLUMES,
        MOUNTS,
        TMPFS,
        PUBLISH,
        DNS,
        DNS_SEARCH,
        DNS_OPTIONS,
        HOSTS,
        CAP_ADD,
        CAP_DROP,
        SECURITY,
        ULIMITS,
        DEVICES,
        SYSCTLS,
        LABELS
    }

    /** Options with a number; sizes in bytes. */
    public enum Amount {
        MEMORY,
        MEMORY_SWAP,
        MEMORY_RESERVATION,
        NANO_CPUS,
        CPU_SHARES,
        CPU_QUOTA,
        CPU_PERIOD,
        PIDS,
        SHM_SIZE,
        OOM_SCORE,
        STOP_TIMEOUT,
        BLKIO_WEIGHT
    }

    /** Options that are given or not. */
    public enum Flag {
        TERMINAL,
        INTERACTIVE,
        INIT,
        PRIVILEGED,
        READ_ONLY,
        AUTO_REMOVE,
        OOM_KILL_DISABLE
    }

    private final Map<Text, String> texts = new EnumMap<>(Text.class);
    private final Map<Texts, List<String>> lists = new EnumMap<>(Texts.class);
    private final Map<Amount, Long> amounts = new EnumMap<>(Amount.class);
    private final Set<Flag> flags = EnumSet.noneOf(Flag.class);

    private ContainerOptions() {}

    /** Nothing asked for. */
    public static ContainerOptions none() {
        return new ContainerOptions();
    }

    private ContainerOptions copy() {
        ContainerOptions copy = new ContainerOptions();
        copy.texts.putAll(texts);
        copy.lists.putAll(lists);
        copy.amounts.putAll(amounts);
        copy.flags.addAll(flags);
        return copy;
    }

    /** The same with a text; an empty one counts as given. */
    public ContainerOptions with(Text option, String value) {
        ContainerOptions copy = copy();
        copy.texts.put(option, value);
        return copy;
    }

    /** The same with these texts in place of others. */
    public ContainerOptions with(Texts option, List<String> values) {
        ContainerOptions copy = copy();
        copy.lists.put(option, List.copyOf(values));
        return copy;
    }

    /** The same with a number. */
    public ContainerOptions with(Amount option, long value) {
        ContainerOptions copy = copy();
        copy.amounts.put(option, value);
        return copy;
    }

    /** The same with a flag. */
    public ContainerOptions with(Flag option) {
        ContainerOptions copy = copy();
        copy.flags.add(option);
        return copy;
    }

    /** The text, if it was given. */
    public Optional<String> text(Text option) {
        return Optional.ofNullable(texts.get(option));
    }

    /** The texts; empty if none was given. */
    public List<String> texts(Texts option) {
        return lists.getOrDefault(option, List.of());
    }

    /** The number, if it was given. */
    public OptionalLong amount(Amount option) {
        Long value = amounts.get(option);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** Whether the flag was given. */
    public boolean has(Flag option) {
        return flags.contains(option);
    }

    ObjectNode toJson() {
        ObjectNode json = Json.object();
        texts.forEach((option, value) -> json.put(name(option), value));
        lists.forEach((option, values) -> {
            ArrayNode array = json.putArray(name(option));
            values.forEach(array::add);
        });
        amounts.forEach((option, value) -> json.put(name(option), value));
        flags.forEach(option -> json.put(name(option), true));
        return json;
    }

    static ContainerOptions of(SpecValue json) throws InvalidSpecException {
        ContainerOptions options = new ContainerOptions();
        for (Text option : Text.values()) {
            if (json.at(name(option)).present()) {
                options.texts.put(option, json.at(name(option)).anyText());
            }
        }
        for (Texts option : Texts.values()) {
            if (json.at(name(option)).present()) {
                options.lists.put(option, json.list(name(option), SpecValue::anyText));
            }
        }
        for (Amount option : Amount.values()) {
            json.optionalLong(name(option)).ifPresent(value -> options.amounts.put(option, value));
        }
        for (Flag option : Flag.values()) {
            if (json.flag(name(option))) {
                options.flags.add(option);
            }
        }
        return options;
    }

    private static String name(Enum<?> option) {
        return option.name().toLowerCase(Locale.ROOT);
    }
}
