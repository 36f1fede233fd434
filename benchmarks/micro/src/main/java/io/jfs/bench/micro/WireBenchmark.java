package io.jfs.bench.micro;

import io.jfs.fuse.wire.Headers;
import io.jfs.fuse.wire.InitReply;
import io.jfs.fuse.wire.InitRequest;
import io.jfs.fuse.wire.Opcode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** The protocol's headers to values and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WireBenchmark {
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(4096).order(ByteOrder.nativeOrder());

    /** A LOOKUP's header. */
    @Setup
    public void fill() {
        buffer.putInt(0, Headers.IN_BYTES);
        buffer.putInt(4, Opcode.LOOKUP.code());
        buffer.putLong(8, 2);
        buffer.putLong(16, 1);
    }

    /** Reads all of a request's header. */
    @Benchmark
    public void decodeHeader(Blackhole hole) {
        hole.consume(Headers.length(buffer, 0));
        hole.consume(Opcode.of(Headers.opcode(buffer, 0)));
        hole.consume(Headers.unique(buffer, 0));
        hole.consume(Headers.node(buffer, 0));
        hole.consume(Headers.uid(buffer, 0));
        hole.consume(Headers.gid(buffer, 0));
        hole.consume(Headers.pid(buffer, 0));
        hole.consume(Headers.extensionBytes(buffer, 0));
    }

    /** Writes a reply's header. */
    @Benchmark
    public ByteBuffer encodeHeader() {
        Headers.putOut(buffer, 2048, 144, 0, 2);
        return buffer;
    }

    /** The handshake: once per mount. */
    @Benchmark
    public ByteBuffer init() {
        InitRequest request = InitRequest.read(buffer, Headers.IN_BYTES, 64);
        new InitReply(request.minor(), 1 << 20, request.capabilities(), 12, 9, 1 << 20, 256, 1).write(buffer, 1024);
        return buffer;
    }
}
