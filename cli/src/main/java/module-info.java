/** The {@code jfs} command. */
module io.jfs.cli {
    requires io.jfs.image;
    requires info.picocli;
    requires static transitive org.jspecify;

    opens io.jfs.cli to
            info.picocli;

    uses io.jfs.core.driver.StorageDriverProvider;
}
