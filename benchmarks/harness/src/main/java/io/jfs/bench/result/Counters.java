package io.jfs.bench.result;

/** The names of what is counted beside the value. */
public final class Counters {
    /** Requests that the kernel sent to the FUSE server. */
    public static final String REQUESTS = "fuseRequests";
    /** Processor time of the server in milliseconds. */
    public static final String SERVER_CPU = "serverCpuMs";
    /** Resident memory of the server after the work, in MB (10^6 bytes). */
    public static final String SERVER_RSS = "serverRssMb";
    /** Growth of the page cache in MB. */
    public static final String PAGE_CACHE = "pageCacheMb";

    private Counters() {}
}
