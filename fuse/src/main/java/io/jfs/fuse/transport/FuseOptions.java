package io.jfs.fuse.transport;

import io.jfs.fuse.dispatch.FuseTrace;
import io.jfs.fuse.dispatch.OpenMode;
import io.jfs.fuse.dispatch.Timeouts;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a filesystem is mounted and served.
 *
 * @param source what stands in the first column of the mount table
 * @param subtype the mount's type is {@code fuse.} and this; empty: {@code fuse}
 * @param transport how requests travel; anything but {@link Transport#AUTO} must be available, else mounting fails
 * @param openMode who opens files
 * @param timeouts what the kernel may answer by itself, and for how long
 * @param zeroMessageOpendir the kernel opens directories by itself and caches their listings
 * @param defaultPermissions the kernel checks permissions; else the handler must
 * @param posixAcl the kernel reads and checks POSIX ACLs by the handler's extended attributes; implies
 *     {@code defaultPermissions}
 * @param idmapped the mount may be idmapped; needs {@code defaultPermissions}
 * @param allowOther other users than the mounter may use the mount
 * @param readOnly nothing can be changed
 * @param suid set-user-ID bits work; only root may ask for it
 * @param devices device files work; only root may ask for it
 * @param exec programs can be run
 * @param maxWrite the largest WRITE, in bytes: a multiple of 4096 from 4096 to 1 MiB
 * @param stackDepth 1: backing files are on plain filesystems, and this mount may be a lower layer of an overlay. 2:
 *     they may be on an overlay, and no overlay can be put on this mount
 * @param queueDepth {@link Transport#IO_URING}: threads for each processor, of which the first does the work and the
 *     others help while it is held up. They run on that processor only, and so do threads that a handler starts in them
 * @param readers {@link Transport#DEV_FUSE}: threads that serve requests; each further one helps parallel clients and
 *     costs wake-ups
 * @param standbys {@link Transport#DEV_FUSE}: threads that help only while all readers are held up by one request each
 * @param readAheadKiB how far the kernel reads ahead; empty: as it likes
 * @param trace is told every request
 */
public record FuseOptions(
        String source,
        String subtype,
        Transport transport,
        OpenMode openMode,
        Timeouts timeouts,
        boolean zeroMessageOpendir,
        boolean defaultPermissions,
        boolean posixAcl,
        boolean idmapped,
        boolean allowOther,
        boolean readOnly,
        boolean suid,
        boolean devices,
        boolean exec,
        int maxWrite,
        int stackDepth,
        int queueDepth,
        int readers,
        int standbys,
        OptionalInt readAheadKiB,
        Optional<FuseTrace> trace) {
    static final int PAGE = 4096;
    /** The most that one READ or WRITE moves: 256 pages, {@code fs.fuse.max_pages_limit}. */
    static final int MAX_TRANSFER = 1 << 20;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of its range or flags contradict each other
     */
    public FuseOptions {
        require(maxWrite >= PAGE && maxWrite <= MAX_TRANSFER && maxWrite % PAGE == 0, "maxWrite: " + maxWrite);
        require(stackDepth == 1 || stackDepth == 2, "stackDepth: " + stackDepth);
        require(readers >= 1 && standbys >= 0, "readers: " + readers + ", standbys: " + standbys);
        require(queueDepth >= 1, "queueDepth: " + queueDepth);
        require(!idmapped || defaultPermissions || posixAcl, "idmapped needs defaultPermissions");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException(what);
        }
    }

    /** Options for a filesystem that nobody changes behind the kernel's back, safe for plain users. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that has these options. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.source = source;
        builder.subtype = subtype;
        builder.transport = transport;
        builder.openMode = openMode;
        builder.timeouts = timeouts;
        builder.zeroMessageOpendir = zeroMessageOpendir;
        builder.defaultPermissions = defaultPermissions;
        builder.posixAcl = posixAcl;
        builder.idmapped = idmapped;
        builder.allowOther = allowOther;
        builder.readOnly = readOnly;
        builder.suid = suid;
        builder.devices = devices;
        builder.exec = exec;
        builder.maxWrite = maxWrite;
        builder.stackDepth = stackDepth;
        builder.queueDepth = queueDepth;
        builder.readers = readers;
        builder.standbys = standbys;
        builder.readAheadKiB = readAheadKiB;
        builder.trace = trace;
        return builder;
    }

    /** Collects options; those not set keep the value shown here. */
    public static final class Builder {
        private String source = "jfs";
        private String subtype = "jfs";
        private Transport transport = Transport.AUTO;
        private OpenMode openMode = OpenMode.AUTO;
        private Timeouts timeouts = Timeouts.FOR_EVER;
        private boolean zeroMessageOpendir = true;
        private boolean defaultPermissions = true;
        private boolean posixAcl = true;
        private boolean idmapped;
        private boolean allowOther;
        private boolean readOnly;
        private boolean suid;
        private boolean devices;
        private boolean exec = true;
        private int maxWrite = MAX_TRANSFER;
        private int stackDepth = 1;
        private int queueDepth = 2;
        private int readers = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 8);
        private int standbys = 3;
        private OptionalInt readAheadKiB = OptionalInt.empty();
        private Optional<FuseTrace> trace = Optional.empty();

        private Builder() {}

        public Builder source(String value) {
            source = value;
            return this;
        }

        public Builder subtype(String value) {
            subtype = value;
            return this;
        }

        public Builder transport(Transport value) {
            transport = value;
            return this;
        }

        public Builder openMode(OpenMode value) {
            openMode = value;
            return this;
        }

        public Builder timeouts(Timeouts value) {
            timeouts = value;
            return this;
        }

        public Builder zeroMessageOpendir(boolean value) {
            zeroMessageOpendir = value;
            return this;
        }

        public Builder defaultPermissions(boolean value) {
            defaultPermissions = value;
            return this;
        }

        public Builder posixAcl(boolean value) {
            posixAcl = value;
            return this;
        }

        public Builder idmapped(boolean value) {
            idmapped = value;
            return this;
        }

        public Builder allowOther(boolean value) {
            allowOther = value;
            return this;
        }

        public Builder readOnly(boolean value) {
            readOnly = value;
            return this;
        }

        public Builder suid(boolean value) {
            suid = value;
            return this;
        }

        public Builder devices(boolean value) {
            devices = value;
            return this;
        }

        public Builder exec(boolean value) {
            exec = value;
            return this;
        }

        public Builder maxWrite(int value) {
            maxWrite = value;
            return this;
        }

        public Builder stackDepth(int value) {
            stackDepth = value;
            return this;
        }

        public Builder queueDepth(int value) {
            queueDepth = value;
            return this;
        }

        public Builder readers(int value) {
            readers = value;
            return this;
        }

        public Builder standbys(int value) {
            standbys = value;
            return this;
        }

        public Builder readAheadKiB(int value) {
            readAheadKiB = OptionalInt.of(value);
            return this;
        }

        public Builder trace(FuseTrace value) {
            trace = Optional.of(value);
            return this;
        }

        /**
         * The options.
         *
         * @throws IllegalArgumentException as the constructor
         */
        public FuseOptions build() {
            return new FuseOptions(
                    source,
                    subtype,
                    transport,
                    openMode,
                    timeouts,
                    zeroMessageOpendir,
                    defaultPermissions,
                    posixAcl,
                    idmapped,
                    allowOther,
                    readOnly,
                    suid,
                    devices,
                    exec,
                    maxWrite,
                    stackDepth,
                    queueDepth,
                    readers,
                    standbys,
                    readAheadKiB,
                    trace);
        }
    }
}
