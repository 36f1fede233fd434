package sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.jfs.api.JfsStore;
import io.jfs.api.MountedImage;
import io.jfs.junit.ImageExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each test gets a mounted image that it may write to; no daemon runs. */
class ShopTest {
    @RegisterExtension
    static final ImageExtension SHOP =
            ImageExtension.of(Path.of(System.getProperty("shop", "shop.tar"))).withDriver("vfs");

    @Test
    void the_image_can_be_changed(MountedImage shop) throws IOException {
        Files.writeString(shop.path().resolve("new"), "x");
        assertEquals(1, shop.changes().stream()
                .filter(change -> change.path().equals("/new"))
                .count());
    }

    @Test
    void and_is_as_it_was_for_the_next_test(MountedImage shop, JfsStore jfs) throws IOException {
        assertFalse(Files.exists(shop.path().resolve("new")));
        assertEquals(1, jfs.images().size());
    }
}
