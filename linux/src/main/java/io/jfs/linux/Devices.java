package io.jfs.linux;

/** Device numbers in the 64-bit form of makedev(3). */
public final class Devices {
    private Devices() {}

    /** The number with this major (32 bits) and minor (32 bits) part. */
    public static long makedev(int major, int minor) {
        long highMajor = (major & 0xffff_f000L) << 32;
        long highMinor = (minor & 0xffff_ff00L) << 12;
        return highMajor | highMinor | ((major & 0xfffL) << 8) | (minor & 0xffL);
    }

    /** The major part. */
    public static int major(long device) {
        return (int) (((device >>> 32) & 0xffff_f000L) | ((device >>> 8) & 0xfffL));
    }

    /** The minor part. */
    public static int minor(long device) {
        return (int) (((device >>> 12) & 0xffff_ff00L) | (device & 0xffL));
    }
}
