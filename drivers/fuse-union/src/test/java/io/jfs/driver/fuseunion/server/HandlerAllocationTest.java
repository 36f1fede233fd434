package io.jfs.driver.fuseunion.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.jfs.fuse.wire.Opcode;
import io.jfs.union.Union;
import io.jfs.union.UnionOptions;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The requests that are most of all make no garbage once a file is known. */
class HandlerAllocationTest {
    private static final int ROUNDS = 3_000;
    private static final int FILES = 50;

    @TempDir
    Path lower;

    private UnionHandler handler;
    private Requests requests;
    private long file;

    @BeforeEach
    void open() throws Exception {
        for (int i = 0; i < FILES; i++) {
            Files.writeString(lower.resolve("file" + i), "content");
        }
        handler = new UnionHandler(Union.open(UnionOptions.readOnly(List.of(lower))), UnionHandlerOptions.DEFAULT);
        requests = new Requests(handler);
        assertThat(requests.send(Opcode.LOOKUP, Union.ROOT, Requests.name("file1")))
                .isPositive();
        file = requests.node();
    }

    @AfterEach
    void stop() {
        handler.stop();
    }

    private void allocates(long allowed, Opcode opcode, long node, byte[] body) {
        byte[] one = Requests.forget(1);
        for (int i = 0; i < 200; i++) {
            requests.send(opcode, node, body); // loads classes
        }
        long before = allocated();
        for (int i = 0; i < ROUNDS; i++) {
            requests.send(opcode, node, body);
        }
        long each = (allocated() - before) / ROUNDS;
        assertThat(each).as("bytes for each " + opcode).isLessThanOrEqualTo(allowed);
        requests.send(Opcode.FORGET, file, one);
    }

    @Test
    void a_known_name_is_looked_up() {
        allocates(0, Opcode.LOOKUP, Union.ROOT, Requests.name("file1"));
    }

    @Test
    void attributes_are_asked_for() {
        allocates(0, Opcode.GETATTR, file, Requests.body(16));
    }

    /** For each system call the JDK makes a view of the memory that takes errno. */
    @Test
    void data_is_read() {
        allocates(40, Opcode.READ, file, Requests.read(4096));
    }

    @Test
    void names_are_listed() {
        allocates(0, Opcode.READDIR, Union.ROOT, Requests.read(8192));
    }

    @Test
    void names_are_listed_with_their_attributes() {
        allocates(0, Opcode.READDIRPLUS, Union.ROOT, Requests.read(32768));
    }

    @Test
    void an_attribute_that_is_not_there_is_asked_for() {
        allocates(0, Opcode.GETXATTR, file, Requests.xattr("security.capability"));
    }

    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }
}
