package io.jfs.runtime.spec;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Limits of a container, in the terms of cgroup v1, as the specification has them.
 *
 * @param devices rules in order, the last that matches decides
 * @param pidsLimit the most tasks; 0 or less means no limit
 * @param hugepageLimits by page size, such as {@code 2MB}
 * @param networkClass a tag for the container's packets
 * @param networkPriorities by interface
 * @param unified files of cgroup v2 by name
 */
public record Resources(
        List<DeviceRule> devices,
        Memory memory,
        Cpu cpu,
        OptionalLong pidsLimit,
        BlockIo blockIo,
        List<HugepageLimit> hugepageLimits,
        OptionalLong networkClass,
        Map<String, Long> networkPriorities,
        Map<String, String> unified) {

    /**
     * Whether a container may use devices.
     *
     * @param type {@code a}, {@code b} or {@code c}
     * @param major absent means every one
     * @param minor absent means every one
     * @param access some of {@code rwm}
     */
    public record DeviceRule(boolean allow, char type, OptionalLong major, OptionalLong minor, String access) {
        static DeviceRule of(SpecValue json) throws InvalidSpecException {
            json.object();
            SpecValue access = json.at("access");
            String letters = access.present() ? access.anyText() : "";
            if (!letters.matches("[rwm]{0,3}")) {
                throw access.malformed("\"" + letters + "\" is not made of r, w and m");
            }
            SpecValue type = json.at("type");
            boolean typed = type.present() && !type.anyText().isEmpty();
            return new DeviceRule(
                    json.flag("allow"),
                    typed ? type.oneOf(List.of("a", "b", "c")).charAt(0) : 'a',
                    number(json, "major"),
                    number(json, "minor"),
                    letters.isEmpty() ? "rwm" : letters);
        }

        // -1 means every one, as runc has it.
        private static OptionalLong number(SpecValue json, String name) throws InvalidSpecException {
            OptionalLong number = json.optionalLong(name);
            if (number.isPresent() && (number.getAsLong() < -1 || number.getAsLong() > 0xffff_ffffL)) {
                throw json.at(name).malformed(number.getAsLong() + " is not a device number");
            }
            return number.isPresent() && number.getAsLong() == -1 ? OptionalLong.empty() : number;
        }
    }

    /**
     * Memory in bytes; -1 means no limit.
     *
     * @param limit of memory
     * @param reservation what is kept when memory is short
     * @param swap of memory and swap together
     * @param swappiness from 0 to 100
     * @param checkBeforeUpdate whether a limit below what is used is refused
     */
    public record Memory(
            OptionalLong limit,
            OptionalLong reservation,
            OptionalLong swap,
            OptionalLong kernel,
            OptionalLong kernelTcp,
            OptionalInt swappiness,
            boolean disableOomKiller,
            boolean useHierarchy,
            boolean checkBeforeUpdate) {
        static Memory of(SpecValue json) throws InvalidSpecException {
            return new Memory(
                    bytes(json, "limit"),
                    bytes(json, "reservation"),
                    bytes(json, "swap"),
                    bytes(json, "kernel"),
                    bytes(json, "kernelTCP"),
                    json.optionalInt("swappiness", 0, 100),
                    json.flag("disableOOMKiller"),
                    json.flag("useHierarchy"),
                    json.flag("checkBeforeUpdate"));
        }

        private static OptionalLong bytes(SpecValue json, String name) throws InvalidSpecException {
            SpecValue value = json.at(name);
            return value.present() ? OptionalLong.of(value.number(-1, Long.MAX_VALUE)) : OptionalLong.empty();
        }
    }

    /**
     * Processor time.
     *
     * @param shares relative weight, of 1024
     * @param quota microseconds in each period; -1 means no limit
     * @param burst microseconds saved from earlier periods
     * @param period in microseconds
     * @param cpus in the kernel's list notation
     * @param mems in the kernel's list notation
     * @param idle whether the group runs only when nothing else wants to
     */
    public record Cpu(
            OptionalLong shares,
            OptionalLong quota,
            OptionalLong burst,
            OptionalLong period,
            OptionalLong realtimeRuntime,
            OptionalLong realtimePeriod,
            Optional<String> cpus,
            Optional<String> mems,
            OptionalInt idle) {
        static Cpu of(SpecValue json) throws InvalidSpecException {
            return new Cpu(
                    json.optionalUnsignedLong("shares"),
                    json.optionalLong("quota"),
                    json.optionalUnsignedLong("burst"),
                    json.optionalUnsignedLong("period"),
                    json.optionalLong("realtimeRuntime"),
                    json.optionalUnsignedLong("realtimePeriod"),
                    json.optionalText("cpus"),
                    json.optionalText("mems"),
                    json.optionalInt("idle", 0, 1));
        }
    }

    /** Block devices: weights from 10 to 1000, rates in bytes or operations each second. */
    public record BlockIo(
            OptionalInt weight,
            OptionalInt leafWeight,
            List<WeightDevice> weightDevices,
            List<ThrottleDevice> readBps,
            List<ThrottleDevice> writeBps,
            List<ThrottleDevice> readIops,
            List<ThrottleDevice> writeIops) {
        static BlockIo of(SpecValue json) throws InvalidSpecException {
            return new BlockIo(
                    json.optionalInt("weight", 0, 1000),
                    json.optionalInt("leafWeight", 0, 1000),
                    json.list("weightDevice", WeightDevice::of),
                    json.list("throttleReadBpsDevice", ThrottleDevice::of),
                    json.list("throttleWriteBpsDevice", ThrottleDevice::of),
                    json.list("throttleReadIOPSDevice", ThrottleDevice::of),
                    json.list("throttleWriteIOPSDevice", ThrottleDevice::of));
        }
    }

    /** The weight of one block device. */
    public record WeightDevice(long major, long minor, OptionalInt weight, OptionalInt leafWeight) {
        static WeightDevice of(SpecValue json) throws InvalidSpecException {
            return new WeightDevice(
                    json.at("major").number(0, 0xfff),
                    json.at("minor").number(0, 0xfffff),
                    json.optionalInt("weight", 0, 1000),
                    json.optionalInt("leafWeight", 0, 1000));
        }
    }

    /** The greatest rate of one block device. */
    public record ThrottleDevice(long major, long minor, long rate) {
        static ThrottleDevice of(SpecValue json) throws InvalidSpecException {
            return new ThrottleDevice(
                    json.at("major").number(0, 0xfff),
                    json.at("minor").number(0, 0xfffff),
                    json.at("rate").unsignedLong());
        }
    }

    /** The most bytes in pages of one size. */
    public record HugepageLimit(String pageSize, long limit) {
        static HugepageLimit of(SpecValue json) throws InvalidSpecException {
            SpecValue size = json.at("pageSize");
            if (!size.text().matches("[1-9][0-9]*[KMG]B")) {
                throw size.malformed("\"" + size.text() + "\" is not a page size such as 2MB");
            }
            return new HugepageLimit(size.text(), json.at("limit").unsignedLong());
        }
    }

    /** Without any limit. */
    public static Resources none() {
        try {
            return of(new SpecValue(MissingNode.getInstance(), "resources", ""));
        } catch (InvalidSpecException e) {
            throw new AssertionError("an absent section is valid", e);
        }
    }

    /**
     * Reads limits that stand alone, as {@code update --resources} takes them.
     *
     * @param document names them in errors
     */
    public static Resources parse(byte[] text, String document) throws InvalidSpecException {
        return of(SpecValue.parse(text, document));
    }

    /** Reads the section {@code resources}. */
    public static Resources of(SpecValue json) throws InvalidSpecException {
        if (json.present()) {
            json.object();
        }
        SpecValue network = json.at("network");
        return new Resources(
                json.list("devices", DeviceRule::of),
                Memory.of(json.at("memory")),
                Cpu.of(json.at("cpu")),
                json.at("pids").optionalLong("limit"),
                BlockIo.of(json.at("blockIO")),
                json.list("hugepageLimits", HugepageLimit::of),
                network.optionalUnsignedLong("classID"),
                priorities(network),
                json.map("unified", SpecValue::anyText));
    }

    private static Map<String, Long> priorities(SpecValue network) throws InvalidSpecException {
        Map<String, Long> priorities = new LinkedHashMap<>();
        for (Map.Entry<String, Long> entry : network.list("priorities", Resources::priority)) {
            priorities.put(entry.getKey(), entry.getValue());
        }
        return priorities;
    }

    private static Map.Entry<String, Long> priority(SpecValue json) throws InvalidSpecException {
        return Map.entry(json.at("name").text(), json.at("priority").number(0, 0xffff_ffffL));
    }
}
