package io.jfs.fuse.dispatch;

import io.jfs.fuse.wire.Opcode;
import java.util.function.Supplier;
import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/**
 * A request as an event of JDK Flight Recorder, one type of event for each class of requests, from when the handler was
 * called until it returned. Those that took a millisecond are recorded; a recording may ask for another threshold.
 * While the JVM has no recording, a request costs one look at {@link #isWanted}.
 */
@Category({"jfs", "FUSE"})
@StackTrace(false)
@Threshold("1 ms")
abstract class RequestEvent extends Event {
    @Label("Operation")
    String opcode = "";

    @Label("Node")
    long node;

    @Label("Request")
    long unique;

    @Label("Error")
    int error;

    /** Whether requests of this kind are being recorded. Allocates nothing. */
    static boolean isWanted(Opcode opcode) {
        return FlightRecorder.isInitialized() && Kind.of(opcode).isEnabled();
    }

    static RequestEvent of(Opcode opcode) {
        return Kind.of(opcode).maker.get();
    }

    final void describe(Opcode asked, long ofNode, long number, int result) {
        opcode = asked.name();
        node = ofNode;
        unique = number;
        error = result;
    }

    /** The classes of requests, each with its type of event. */
    private record Kind(Supplier<RequestEvent> maker, RequestEvent sample) {
        static final Kind LOOKUP = of(Lookup::new);
        static final Kind OPEN = of(Opening::new);
        static final Kind DATA = of(Data::new);
        static final Kind LISTING = of(Listing::new);
        static final Kind CHANGE = of(Change::new);

        private static Kind of(Supplier<RequestEvent> maker) {
            return new Kind(maker, maker.get());
        }

        boolean isEnabled() {
            return sample.isEnabled();
        }

        static Kind of(Opcode opcode) {
            return switch (opcode) {
                case READ, WRITE, FALLOCATE, LSEEK, COPY_FILE_RANGE, COPY_FILE_RANGE_64, FSYNC, SYNCFS -> DATA;
                case OPEN, CREATE, TMPFILE, RELEASE, FLUSH, OPENDIR, RELEASEDIR -> OPEN;
                case READDIR, READDIRPLUS -> LISTING;
                case SETATTR, SETXATTR, REMOVEXATTR, SYMLINK, MKNOD, MKDIR, UNLINK, RMDIR, RENAME, RENAME2, LINK ->
                    CHANGE;
                default -> LOOKUP;
            };
        }
    }

    /** What is asked about names and attributes, and whatever is none of the others. */
    @Name("io.jfs.fuse.Lookup")
    @Label("FUSE Lookup")
    static final class Lookup extends RequestEvent {}

    /** Open files come and go. */
    @Name("io.jfs.fuse.Open")
    @Label("FUSE Open")
    static final class Opening extends RequestEvent {}

    /** Data moves. */
    @Name("io.jfs.fuse.Data")
    @Label("FUSE Data")
    static final class Data extends RequestEvent {}

    /** Directories are listed. */
    @Name("io.jfs.fuse.Listing")
    @Label("FUSE Listing")
    static final class Listing extends RequestEvent {}

    /** Names and attributes change. */
    @Name("io.jfs.fuse.Change")
    @Label("FUSE Change")
    static final class Change extends RequestEvent {}
}
