package io.jfs.junit;

import io.jfs.api.JfsStore;
import io.jfs.api.MountedImage;
import io.jfs.core.tree.TreeRemover;
import io.jfs.image.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test a container image as a directory of its own, without a daemon. The image is loaded once for a test
 * class; each test that has a {@link MountedImage} or {@link JfsStore} parameter gets them; a mounted image can be
 * written, and is as it was for the next test.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final ImageExtension SHOP = ImageExtension.of(Path.of("src/test/images/shop.tar"));
 *
 * @Test
 * void has_a_host_name(MountedImage shop) {
 *     assertThat(shop.path().resolve("etc/hostname")).exists();
 * }
 * }</pre>
 *
 * <p>All is in a temporary directory, which is removed after the class. Belongs into a static field.
 */
public final class ImageExtension implements BeforeAllCallback, AfterAllCallback, AfterEachCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(ImageExtension.class);

    private final Path source;
    private final Optional<String> driver;
    private @Nullable Loaded loaded;

    private ImageExtension(Path source, Optional<String> driver) {
        this.source = source;
        this.driver = driver;
    }

    private record Loaded(Path directory, JfsStore jfs, Image image) {}

    /** The image of an archive or layout, with the best driver that works here. */
    public static ImageExtension of(Path source) {
        return new ImageExtension(source, Optional.empty());
    }

    /** The same with a driver, such as {@code vfs}, which needs no privileges. */
    public ImageExtension withDriver(String name) {
        return new ImageExtension(source, Optional.of(name));
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        Path directory = Files.createTempDirectory("jfs-junit-");
        try {
            JfsStore jfs = driver.isPresent() ? JfsStore.open(directory, driver.get()) : JfsStore.open(directory);
            try {
                loaded = new Loaded(directory, jfs, jfs.load(source));
            } catch (IOException | RuntimeException e) {
                jfs.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            TreeRemover.remove(directory);
            throw e;
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == MountedImage.class || type == JfsStore.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Loaded present = loaded;
        if (present == null) {
            throw new IllegalStateException("ImageExtension belongs into a static field");
        }
        if (parameter.getParameter().getType() == JfsStore.class) {
            return present.jfs();
        }
        return context.getStore(NAMESPACE).getOrComputeIfAbsent(this, _ -> mount(present), MountedImage.class);
    }

    private static MountedImage mount(Loaded loaded) {
        try {
            return loaded.jfs().mountWritable(loaded.image());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        MountedImage mount = context.getStore(NAMESPACE).remove(this, MountedImage.class);
        if (mount != null) {
            mount.close();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        Loaded present = loaded;
        loaded = null;
        if (present != null) {
            present.jfs().close();
            TreeRemover.remove(present.directory());
        }
    }
}
