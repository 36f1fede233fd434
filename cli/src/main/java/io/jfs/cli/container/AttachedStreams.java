package io.jfs.cli.container;

import io.jfs.cli.session.UsageException;
import java.util.List;
import java.util.Locale;

/** Which of a container's standard streams this process's own are connected to. */
record AttachedStreams(boolean in, boolean out, boolean err) {
    static final AttachedStreams ALL = new AttachedStreams(true, true, true);

    /** @param names as docker's {@code -a} has them; none means all */
    static AttachedStreams parse(List<String> names) {
        AttachedStreams streams = new AttachedStreams(false, false, false);
        for (String name : names) {
            streams = switch (name.toUpperCase(Locale.ROOT)) {
                case "STDIN" -> new AttachedStreams(true, streams.out, streams.err);
                case "STDOUT" -> new AttachedStreams(streams.in, true, streams.err);
                case "STDERR" -> new AttachedStreams(streams.in, streams.out, true);
                default ->
                    throw new UsageException("invalid argument \"" + name
                            + "\" for \"-a, --attach\": valid streams are STDIN, STDOUT and STDERR");
            };
        }
        return names.isEmpty() ? ALL : streams;
    }
}
