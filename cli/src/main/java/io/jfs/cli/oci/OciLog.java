package io.jfs.cli.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.cli.session.Environment;
import io.jfs.image.oci.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Messages: on standard error, and in the file of {@code --log}, where engines look for the reason of a failure. */
final class OciLog {
    private final Environment environment;
    private Optional<Path> file = Optional.empty();
    private boolean json;

    OciLog(Environment environment) {
        this.environment = environment;
    }

    void configure(Optional<Path> log, boolean asJson) {
        file = log;
        json = asJson;
    }

    void error(String message) {
        PrintStream err = new PrintStream(environment.err(), true, StandardCharsets.UTF_8);
        err.println("jfs oci: " + message);
        if (file.isPresent()) {
            try {
                byte[] line = (line(message) + "\n").getBytes(StandardCharsets.UTF_8);
                Files.write(file.get(), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                err.println("jfs oci: log " + file.get() + ": " + e.getMessage());
            }
        }
    }

    private String line(String message) {
        String time = environment.clock().instant().toString();
        if (!json) {
            return "time=\"" + time + "\" level=error msg=\"" + message.replace("\"", "\\\"") + '"';
        }
        ObjectNode line = Json.object();
        line.put("level", "error");
        line.put("msg", message);
        line.put("time", time);
        return new String(Json.bytes(line), StandardCharsets.UTF_8);
    }
}
