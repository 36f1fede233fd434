package io.jfs.cli.backend;

import io.jfs.cli.session.Output;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Whether configuration is printed or written. */
final class WriteOptions {
    @Option(
            names = "--write",
            description = "Write the files instead of printing them; nothing that exists is changed without --replace")
    boolean write;

    @Option(
            names = "--replace",
            description = "With --write: replace files that have other content, and keep each as NAME.old")
    boolean replace;

    @Option(
            names = "--destdir",
            paramLabel = "DIR",
            defaultValue = "/",
            description = "With --write: the directory that stands for /, for images and packages")
    Path destination = Path.of("/");

    void emit(ConfigFiles files, Output out) throws IOException {
        if (write) {
            files.write(destination.toAbsolutePath(), replace, out);
        } else {
            files.print(out);
        }
    }
}
