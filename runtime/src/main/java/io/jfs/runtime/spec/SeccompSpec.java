package io.jfs.runtime.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which system calls a container may make.
 *
 * @param defaultAction for calls without a rule
 * @param defaultErrno of the default action, where it gives one
 * @param architectures such as {@code SCMP_ARCH_X86_64}; empty means that of the machine
 * @param flags of seccomp(2), such as {@code SECCOMP_FILTER_FLAG_LOG}
 * @param listenerPath a socket that receives the notification descriptor
 * @param listenerMetadata is sent along with it
 */
public record SeccompSpec(
        Action defaultAction,
        OptionalInt defaultErrno,
        List<String> architectures,
        List<String> flags,
        Optional<String> listenerPath,
        Optional<String> listenerMetadata,
        List<Rule> rules) {
    private static final int MAX_ERRNO = 4095;
    private static final Map<String, Action> ACTIONS = Map.of(
            "SCMP_ACT_KILL", Action.KILL_THREAD,
            "SCMP_ACT_KILL_THREAD", Action.KILL_THREAD,
            "SCMP_ACT_KILL_PROCESS", Action.KILL_PROCESS,
            "SCMP_ACT_TRAP", Action.TRAP,
            "SCMP_ACT_ERRNO", Action.ERRNO,
            "SCMP_ACT_TRACE", Action.TRACE,
            "SCMP_ACT_ALLOW", Action.ALLOW,
            "SCMP_ACT_LOG", Action.LOG,
            "SCMP_ACT_NOTIFY", Action.NOTIFY);
    private static final Map<String, Operator> OPERATORS = Map.of(
            "SCMP_CMP_NE", Operator.NOT_EQUAL,
            "SCMP_CMP_LT", Operator.LESS,
            "SCMP_CMP_LE", Operator.LESS_OR_EQUAL,
            "SCMP_CMP_EQ", Operator.EQUAL,
            "SCMP_CMP_GE", Operator.GREATER_OR_EQUAL,
            "SCMP_CMP_GT", Operator.GREATER,
            "SCMP_CMP_MASKED_EQ", Operator.MASKED_EQUAL);
    private static final List<String> FLAGS = List.of(
            "SECCOMP_FILTER_FLAG_TSYNC",
            "SECCOMP_FILTER_FLAG_LOG",
            "SECCOMP_FILTER_FLAG_SPEC_ALLOW",
            "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV");

    /** What happens to a call. */
    public enum Action {
        KILL_THREAD,
        KILL_PROCESS,
        TRAP,
        ERRNO,
        TRACE,
        ALLOW,
        LOG,
        NOTIFY
    }

    /** How an argument is compared, unsigned. */
    public enum Operator {
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        EQUAL,
        GREATER_OR_EQUAL,
        GREATER,
        MASKED_EQUAL
    }

    /**
     * A condition on an argument.
     *
     * @param index of the argument, from 0 to 5
     * @param value compared with, or the mask of {@link Operator#MASKED_EQUAL}
     * @param valueTwo what the masked argument must equal
     */
    public record Argument(int index, Operator operator, long value, long valueTwo) {
        static Argument of(SpecValue json) throws InvalidSpecException {
            json.object();
            return new Argument(
                    (int) json.at("index").number(0, 5),
                    json.at("op").choice(OPERATORS),
                    json.at("value").unsignedLong(),
                    json.optionalUnsignedLong("valueTwo").orElse(0));
        }

        // Written out, since linking a record's own takes milliseconds of every start.
        @Override
        public boolean equals(Object other) {
            return other instanceof Argument argument
                    && argument.index == index
                    && argument.operator == operator
                    && argument.value == value
                    && argument.valueTwo == valueTwo;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(31 * value + valueTwo) + 31 * index;
        }
    }

    /**
     * An action for some calls.
     *
     * @param errno of the action, where it gives one
     * @param arguments conditions that must all hold
     */
    public record Rule(List<String> names, Action action, OptionalInt errno, List<Argument> arguments) {
        static Rule of(SpecValue json) throws InvalidSpecException {
            json.object();
            List<String> names = json.list("names", SpecValue::text);
            if (names.isEmpty()) {
                throw json.at("names").malformed("names no system call");
            }
            return new Rule(
                    names,
                    SeccompSpec.action(json.at("action")),
                    json.optionalInt("errnoRet", 0, MAX_ERRNO),
                    json.list("args", Argument::of));
        }
    }

    /** Reads the section {@code seccomp}. */
    public static SeccompSpec of(SpecValue json) throws InvalidSpecException {
        json.object();
        return new SeccompSpec(
                action(json.at("defaultAction")),
                json.optionalInt("defaultErrnoRet", 0, MAX_ERRNO),
                json.list("architectures", SpecValue::text),
                json.list("flags", flag -> flag.oneOf(FLAGS)),
                json.optionalText("listenerPath"),
                json.optionalText("listenerMetadata"),
                json.list("syscalls", Rule::of));
    }

    /** Reads an action by its name; {@code SCMP_ACT_KILL} kills the thread. */
    public static Action action(SpecValue json) throws InvalidSpecException {
        return json.choice(ACTIONS);
    }
}
