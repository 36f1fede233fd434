/** The {@code jfs} command. */
module io.jfs.cli {
    requires io.jfs.image;
    requires io.jfs.runtime;
    requires io.jfs.snapshotter;
    requires io.jfs.bench;
    requires info.picocli;
    requires java.management;
    requires static transitive org.jspecify;

    opens io.jfs.cli.backend to
            info.picocli;
    opens io.jfs.cli.bench to
            info.picocli;
    opens io.jfs.cli.command to
            info.picocli;
    opens io.jfs.cli.completion to
            info.picocli;
    opens io.jfs.cli.container to
            info.picocli;
    opens io.jfs.cli.demo to
            info.picocli;
    opens io.jfs.cli.image to
            info.picocli;
    opens io.jfs.cli.look to
            info.picocli;
    opens io.jfs.cli.mount to
            info.picocli;
    opens io.jfs.cli.oci to
            info.picocli;
    opens io.jfs.cli.serve to
            info.picocli;
    opens io.jfs.cli.session to
            info.picocli;
    opens io.jfs.cli.snapshot to
            info.picocli;
    opens io.jfs.cli.system to
            info.picocli;

    provides System.LoggerFinder with
            io.jfs.cli.log.LineLoggerFinder;

    uses io.jfs.core.driver.StorageDriverProvider;
}
