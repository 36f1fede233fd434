package io.jfs.runtime.container;

/**
 * Whether a container that ended is started again.
 *
 * @param most how often after a failure; 0 means as often as it fails
 */
public record RestartPolicy(Kind kind, int most) {
    /** When. */
    public enum Kind {
        NO,
        ON_FAILURE,
        ALWAYS,
        UNLESS_STOPPED
    }

    /**
     * Reads a policy.
     *
     * @throws ContainerException if it is none that docker knows
     */
    public static RestartPolicy parse(String text) throws ContainerException {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        Kind kind = switch (name) {
            case "", "no" -> Kind.NO;
            case "on-failure" -> Kind.ON_FAILURE;
            case "always" -> Kind.ALWAYS;
            case "unless-stopped" -> Kind.UNLESS_STOPPED;
            default -> throw new ContainerException("invalid restart policy: unknown policy '" + name + "'");
        };
        if (colon < 0) {
            return new RestartPolicy(kind, 0);
        }
        if (kind != Kind.ON_FAILURE || !text.substring(colon + 1).matches("[0-9]{1,9}")) {
            throw new ContainerException("invalid restart policy: '" + text + "'");
        }
        return new RestartPolicy(kind, Integer.parseInt(text.substring(colon + 1)));
    }

    /** Whether to start it again after it ended by itself. */
    boolean restarts(int exitCode, RunState state) {
        return !state.stoppedByUser()
                && switch (kind) {
                    case NO -> false;
                    case ON_FAILURE -> exitCode != 0 && (most == 0 || state.restarts() < most);
                    case ALWAYS, UNLESS_STOPPED -> true;
                };
    }
}
