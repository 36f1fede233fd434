package io.jfs.bench.workload;

import io.jfs.bench.contender.Backend;
import io.jfs.bench.contender.Backend.Unpacking;
import io.jfs.bench.measure.Machine;
import io.jfs.bench.measure.Meter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** An image is taken in from an archive, by each one's own command. */
record UnpackCase() implements Case {
    @Override
    public String workload() {
        return "unpack";
    }

    @Override
    public String description() {
        return "load an OCI archive into an empty store, by the command";
    }

    @Override
    public boolean suits(Backend backend) {
        return backend instanceof Unpacking;
    }

    @Override
    public boolean comparesAnswers() {
        return false;
    }

    @Override
    public Outcome measure(Backend backend, Bench bench) throws IOException {
        Unpacking unpacking = (Unpacking) backend;
        Path archive = bench.archive();
        unpacking.forget();
        Machine.settle();
        try {
            return Outcome.of(Meter.time(() -> unpacking.unpack(archive)), List.of(), "");
        } finally {
            unpacking.forget();
        }
    }
}
