package io.jfs.fuse.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.fuse.wire.Opcode;
import io.jfs.linux.Errno;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestEventTest {
    @TempDir
    Path directory;

    @Test
    void requests_are_recorded_by_class() throws IOException {
        Exchange exchange = new Exchange(new Recorder());
        Path file = directory.resolve("requests.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("io.jfs.fuse.Lookup").withThreshold(Duration.ZERO);
            recording.enable("io.jfs.fuse.Change").withThreshold(Duration.ZERO);
            recording.disable("io.jfs.fuse.Data");
            recording.start();
            exchange.ask(Opcode.LOOKUP, Exchange.name("error"));
            exchange.ask(Opcode.UNLINK, Exchange.name("gone"));
            exchange.ask(Opcode.READ, "00".repeat(40));
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().startsWith("io.jfs.fuse."))
                .toList();
        assertThat(events).hasSize(2);
        RecordedEvent lookup = events.getFirst();
        assertThat(lookup.getEventType().getName()).isEqualTo("io.jfs.fuse.Lookup");
        assertThat(lookup.getString("opcode")).isEqualTo("LOOKUP");
        assertThat(lookup.getLong("node")).isEqualTo(Exchange.NODE);
        assertThat(lookup.getInt("error")).isEqualTo(Errno.EACCES.code());
        assertThat(events.getLast().getString("opcode")).isEqualTo("UNLINK");
    }

    @Test
    void every_operation_has_a_class() {
        for (Opcode opcode : Opcode.values()) {
            assertThat(RequestEvent.of(opcode)).as("%s", opcode).isNotNull();
        }
    }
}
