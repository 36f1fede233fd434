/** Container images from Java; start at {@code JfsStore}. */
module io.jfs.api {
    requires transitive io.jfs.image;
    requires static transitive org.jspecify;
    requires static com.google.errorprone.annotations;

    exports io.jfs.api;

    uses io.jfs.core.driver.StorageDriverProvider;
}
