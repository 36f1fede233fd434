package io.jfs.runtime.container;

import io.jfs.runtime.container.ContainerOptions.Flag;
import io.jfs.runtime.container.ContainerOptions.Texts;
import java.util.List;
import java.util.Optional;

/**
 * What {@code --security-opt} says.
 *
 * @param seccomp {@code unconfined}, a file with a profile, or absent for the default
 * @param systemPathsUnconfined whether nothing is masked
 */
record SecurityOptions(boolean noNewPrivileges, Optional<String> seccomp, boolean systemPathsUnconfined) {
    static final String UNCONFINED = "unconfined";

    /** @throws ContainerException if an option is unknown, or needs what jfs does not have */
    static SecurityOptions of(ContainerOptions options) throws ContainerException {
        boolean noNewPrivileges = false;
        boolean paths = options.has(Flag.PRIVILEGED);
        Optional<String> seccomp = paths ? Optional.of(UNCONFINED) : Optional.empty();
        for (String option : options.texts(Texts.SECURITY)) {
            List<String> parts = List.of(option.split("[=:]", 2));
            String value = parts.size() > 1 ? parts.get(1) : "";
            switch (parts.getFirst()) {
                case "no-new-privileges" -> noNewPrivileges = value.isEmpty() || Boolean.parseBoolean(value);
                case "seccomp" -> seccomp = Optional.of(value).filter(file -> !file.isEmpty());
                case "systempaths" -> paths = value.equals(UNCONFINED);
                case "apparmor", "label" -> requireUnconfined(option, value);
                default -> throw new ContainerException("invalid --security-opt: \"" + option + '"');
            }
        }
        return new SecurityOptions(noNewPrivileges, seccomp, paths);
    }

    private static void requireUnconfined(String option, String value) throws ContainerException {
        if (!value.equals(UNCONFINED) && !value.equals("disable")) {
            throw new ContainerException("invalid --security-opt: \"" + option + "\": not supported by jfs");
        }
    }
}
