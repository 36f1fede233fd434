package io.jfs.runtime.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A process of a container: the first one, or one that joins.
 *
 * @param terminal whether it has a terminal of its own
 * @param consoleSize the terminal's size at start
 * @param args the program and its arguments; at least one
 * @param env each {@code KEY=VALUE}
 * @param cwd absolute, in the container
 * @param capabilities absent means none
 * @param oomScoreAdj absent means that of the caller
 * @param execCpuAffinity on which processors a joining process starts and stays
 * @param json the whole object with fields unknown to jfs; never changed in place
 */
public record ProcessSpec(
        boolean terminal,
        Optional<ConsoleSize> consoleSize,
        UserSpec user,
        List<String> args,
        List<String> env,
        String cwd,
        Optional<CapabilitySets> capabilities,
        List<Rlimit> rlimits,
        boolean noNewPrivileges,
        Optional<String> apparmorProfile,
        Optional<String> selinuxLabel,
        OptionalInt oomScoreAdj,
        Optional<Scheduler> scheduler,
        Optional<IoPriority> ioPriority,
        Optional<ExecCpuAffinity> execCpuAffinity,
        ObjectNode json) {

    /** A terminal's size in characters. */
    public record ConsoleSize(int height, int width) {
        static ConsoleSize of(SpecValue json) throws InvalidSpecException {
            return new ConsoleSize((int) json.at("height").number(0, 0xffff), (int)
                    json.at("width").number(0, 0xffff));
        }
    }

    /**
     * Processors in the kernel's list notation, such as {@code 0-3,7}.
     *
     * @param initial until the process is in its cgroup
     * @param last after that
     */
    public record ExecCpuAffinity(Optional<String> initial, Optional<String> last) {
        static ExecCpuAffinity of(SpecValue json) throws InvalidSpecException {
            return new ExecCpuAffinity(json.optionalText("initial"), json.optionalText("final"));
        }
    }

    /**
     * Reads a process that stands alone, as {@code exec --process} takes it.
     *
     * @param document names it in errors
     */
    public static ProcessSpec parse(byte[] text, String document) throws InvalidSpecException {
        return of(SpecValue.parse(text, document));
    }

    static ProcessSpec of(SpecValue json) throws InvalidSpecException {
        ObjectNode object = json.object();
        List<String> args = json.list("args", SpecValue::anyText);
        if (args.isEmpty() || args.getFirst().isEmpty()) {
            throw json.at("args").malformed("names no program");
        }
        return new ProcessSpec(
                json.flag("terminal"),
                json.optional("consoleSize", ConsoleSize::of),
                UserSpec.of(json.at("user")),
                args,
                json.list("env", ProcessSpec::variable),
                json.at("cwd").absolutePath(),
                json.optional("capabilities", CapabilitySets::of),
                rlimits(json),
                json.flag("noNewPrivileges"),
                json.optionalText("apparmorProfile"),
                json.optionalText("selinuxLabel"),
                json.optionalInt("oomScoreAdj", -1000, 1000),
                json.optional("scheduler", Scheduler::of),
                json.optional("ioPriority", IoPriority::of),
                json.optional("execCPUAffinity", ExecCpuAffinity::of),
                object);
    }

    private static String variable(SpecValue json) throws InvalidSpecException {
        String text = json.anyText();
        if (text.indexOf('=') < 1) {
            throw json.malformed("\"" + text + "\" is not KEY=VALUE");
        }
        return text;
    }

    private static List<Rlimit> rlimits(SpecValue json) throws InvalidSpecException {
        List<Rlimit> limits = json.list("rlimits", Rlimit::of);
        Set<Rlimit.Type> seen = new HashSet<>();
        for (int i = 0; i < limits.size(); i++) {
            if (!seen.add(limits.get(i).type())) {
                throw json.at("rlimits[" + i + "]")
                        .malformed(limits.get(i).type().specName() + " is given twice");
            }
        }
        return limits;
    }
}
