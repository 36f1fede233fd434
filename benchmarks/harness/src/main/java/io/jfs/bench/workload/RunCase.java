package io.jfs.bench.workload;

import io.jfs.bench.contender.Backend;
import io.jfs.bench.contender.Backend.Running;
import io.jfs.bench.measure.Meter;
import java.io.IOException;
import java.util.List;

/** A container is run from an image for one short command, by each one's own command. */
record RunCase() implements Case {
    @Override
    public String workload() {
        return "run";
    }

    @Override
    public String description() {
        return "run /bin/true in a new container of an image, by the command";
    }

    @Override
    public boolean suits(Backend backend) {
        return backend instanceof Running;
    }

    @Override
    public boolean comparesAnswers() {
        return false;
    }

    @Override
    public Outcome measure(Backend backend, Bench bench) throws IOException {
        Running running = (Running) backend;
        running.provide(bench.archive());
        return Outcome.of(Meter.time(running::run), List.of(), "");
    }
}
