package io.jfs.cli;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** jfs as a process of its own, on a store of its own. */
final class JfsProcess {
    private JfsProcess() {}

    /**
     * A process to be started; standard error is that of the test.
     *
     * @param more added to the class path, from which the testkit is left out
     */
    static ProcessBuilder of(Path root, String more, String... arguments) {
        String tested = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String classPath = Arrays.stream(tested.split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains("testkit"))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
                "-cp",
                more.isEmpty() ? classPath : classPath + File.pathSeparator + more,
                Jfs.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("JFS_ROOT", root.toString());
        builder.environment().put("JFS_CONFIG", "/dev/null");
        return builder;
    }
}
