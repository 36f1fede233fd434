package io.jfs.runtime.spec;

import java.util.List;
import java.util.OptionalInt;

/**
 * Programs to run at moments of a container's life, each list in order, with the container's state on standard input.
 *
 * @param prestart in the runtime's namespaces, before the root is changed; replaced by the next two
 * @param createRuntime as prestart, after it
 * @param createContainer in the container's namespaces, the host's root still there
 * @param startContainer in the container, before its process
 * @param poststart in the runtime's namespaces, after the process was started
 * @param poststop in the runtime's namespaces, after the container was deleted
 */
public record Hooks(
        List<Hook> prestart,
        List<Hook> createRuntime,
        List<Hook> createContainer,
        List<Hook> startContainer,
        List<Hook> poststart,
        List<Hook> poststop) {

    /**
     * One program.
     *
     * @param path absolute
     * @param args with the program's own name first; empty means only that
     * @param env the whole environment
     * @param timeoutSeconds after which it is killed and has failed
     */
    public record Hook(String path, List<String> args, List<String> env, OptionalInt timeoutSeconds) {
        static Hook of(SpecValue json) throws InvalidSpecException {
            json.object();
            return new Hook(
                    json.at("path").absolutePath(),
                    json.list("args", SpecValue::anyText),
                    json.list("env", SpecValue::anyText),
                    json.optionalInt("timeout", 1, Integer.MAX_VALUE));
        }
    }

    static Hooks of(SpecValue json) throws InvalidSpecException {
        if (json.present()) {
            json.object();
        }
        return new Hooks(
                json.list("prestart", Hook::of),
                json.list("createRuntime", Hook::of),
                json.list("createContainer", Hook::of),
                json.list("startContainer", Hook::of),
                json.list("poststart", Hook::of),
                json.list("poststop", Hook::of));
    }
}
