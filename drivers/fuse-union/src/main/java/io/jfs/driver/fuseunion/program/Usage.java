package io.jfs.driver.fuseunion.program;

/** What {@code --help} and {@code --version} say. */
final class Usage {
    static final String HELP = """
            usage: jfs-union -o lowerdir=DIR[:DIR...][,upperdir=DIR,workdir=DIR][,OPTION...] MOUNTPOINT
                   jfs-union SOURCE MOUNTPOINT -o OPTIONS

            Mounts a union of directories: the lower ones are only read, the upper one takes all changes; without an
            upper the mount is read-only. Goes into the background when the mount is up.

                -o OPTIONS          options, see below
                -f                  stay in the foreground
                -d, --debug         tell every request on standard error; implies -f
                -h, --help          print this
                -V, --version       print the version

            Layers:
                lowerdir=A:B:...    nearest first; \\: and \\, stand for a colon and a comma in a name
                upperdir=DIR, workdir=DIR
                volatile, fsync=0   sync nothing; after a crash of the machine the upper is lost
                metacopy=on         change attributes without copying data up before it is written
                layerindex=FILE     remember there what the lower layers show, for the mounts to come
                aufs=off            no layer has .wh. files: fewer directories are read
                userxattr           overlay's marks are user. attributes, also for root
            Owners:
                uidmapping=DISK:SEEN:COUNT[:...], gidmapping=..., squash_to_root, squash_to_uid=ID, squash_to_gid=ID
            Behaviour:
                open=auto|passthrough|zero|cached, noxattrs=1, noacl, static_nlink, timeout=SECONDS, max_write=BYTES
                transport=auto|dev-fuse|io-uring|libfuse, log=FILE, debug
            Mount:
                ro, rw, [no]suid, [no]dev, [no]exec, allow_other, fsname=TEXT, subtype=TEXT

            Other options of fuse-overlayfs, libfuse and mount(8) are accepted; docs/jfs-union.md says what they do.
            """;

    private Usage() {}

    static String version() {
        String version = Usage.class.getPackage().getImplementationVersion();
        return "jfs-union " + (version == null ? "(not packaged)" : version) + "\n";
    }
}
