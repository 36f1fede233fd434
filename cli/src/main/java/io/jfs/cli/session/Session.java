package io.jfs.cli.session;

import io.jfs.cli.progress.ProgressMode;
import io.jfs.cli.progress.ProgressRenderer;
import io.jfs.cli.progress.Screen;
import io.jfs.core.driver.DriverOptions;
import io.jfs.core.driver.DriverProbe;
import io.jfs.core.driver.StorageDriverProvider;
import io.jfs.core.store.Drivers;
import io.jfs.core.store.SnapshotStore;
import io.jfs.core.store.StoreRoot;
import io.jfs.image.ImageStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One run of the command. Streams, settings and stores are made when first asked for, so that a command pays only for
 * what it uses. For one thread.
 */
public final class Session implements AutoCloseable {
    private final Environment environment;
    private final Settings settings;
    private final List<String> trailing;
    private final Map<String, SnapshotStore> snapshotStores = new LinkedHashMap<>();

    private @Nullable Output out;
    private @Nullable Output err;
    private @Nullable StoreRoot storeRoot;
    private @Nullable ImageStore images;
    private @Nullable ProgressRenderer progress;
    private @Nullable String driverName;

    /**
     * Touches nothing.
     *
     * @param trailing the arguments after {@code --}, for a command that runs another
     */
    public Session(Environment environment, GlobalOptions options, List<String> trailing) {
        this.environment = environment;
        this.settings = new Settings(options, environment.variables());
        this.trailing = List.copyOf(trailing);
    }

    /** The settings. */
    public Settings settings() {
        return settings;
    }

    /** The world that it sees. */
    public Environment environment() {
        return environment;
    }

    /** The environment variables. */
    public Map<String, String> variables() {
        return environment.variables();
    }

    /** The arguments after {@code --}. */
    public List<String> trailing() {
        return trailing;
    }

    /** Standard input. */
    public InputStream in() {
        return environment.in();
    }

    /** Standard output: results. */
    public Output out() {
        if (out == null) {
            boolean terminal = environment.outIsTerminal();
            out = new Output(environment.out(), terminal, settings.color(terminal));
        }
        return out;
    }

    /** Standard error: progress, warnings, failures. */
    public Output err() {
        if (err == null) {
            boolean terminal = environment.errIsTerminal();
            err = new Output(environment.err(), terminal, settings.color(terminal));
        }
        return err;
    }

    /** Standard error as bytes, for what a container writes there. */
    public OutputStream errStream() {
        return environment.err();
    }

    /** The time of day. */
    public Instant now() {
        return environment.clock().instant();
    }

    /** Where things are kept; makes nothing. */
    public StoreRoot storeRoot() {
        if (storeRoot == null) {
            storeRoot =
                    new StoreRoot(settings.root().value(), settings.runRoot().value());
        }
        return storeRoot;
    }

    /**
     * Whether there is a store already.
     *
     * @throws IOException if one may not look: nobody shall be told that a store is empty because it is closed to them
     */
    public boolean hasStore() throws IOException {
        return exists(storeRoot().root());
    }

    /** Whether images were ever kept; fails as {@link #hasStore} does. */
    public boolean hasImages() throws IOException {
        return exists(storeRoot().root().resolve("oci-layout"));
    }

    private static boolean exists(Path path) throws IOException {
        try {
            Files.readAttributes(path, BasicFileAttributes.class);
            return true;
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    /** The images. */
    public ImageStore images() throws IOException {
        if (images == null) {
            images = ImageStore.open(storeRoot());
        }
        return images;
    }

    /** The snapshots of the driver that was asked for, or of the best that works. */
    public SnapshotStore snapshots() throws IOException {
        return snapshots(driverName());
    }

    /** The snapshots of a driver. */
    public SnapshotStore snapshots(String driver) throws IOException {
        SnapshotStore store = snapshotStores.get(driver);
        if (store == null) {
            DriverOptions options = driver.equals(driverName()) ? settings.driverOptions() : DriverOptions.NONE;
            store = SnapshotStore.open(storeRoot(), Drivers.byName(driver), options);
            snapshotStores.put(driver, store);
        }
        return store;
    }

    /** The labels of a new writable snapshot: others, and the size limit that was asked for. */
    public Map<String, String> writable(Map<String, String> labels) {
        OptionalLong limit = settings.sizeLimit();
        if (limit.isEmpty()) {
            return labels;
        }
        Map<String, String> all = new LinkedHashMap<>(labels);
        all.put(SnapshotStore.MAX_SIZE_LABEL, Long.toString(limit.getAsLong()));
        return all;
    }

    /** The driver that was asked for, or the best that works at the root. */
    public String driverName() throws IOException {
        if (driverName == null) {
            Optional<Settings.Sourced<String>> asked = settings.driver();
            driverName = asked.isPresent() ? existing(asked.get()) : preferredDriver();
        }
        return driverName;
    }

    // A plain user's mounts outside of his user namespace have the same layers as his containers inside.
    private String preferredDriver() throws IOException {
        Path place = storeRoot().metadata();
        if (settings.isRootless()) {
            StorageDriverProvider union = Drivers.byName("fuse-union");
            if (union.probe(place) instanceof DriverProbe.Available) {
                return union.name();
            }
        }
        return Drivers.preferred(place).name();
    }

    private static String existing(Settings.Sourced<String> asked) {
        try {
            return Drivers.byName(asked.value()).name();
        } catch (IOException e) {
            throw new UsageException(asked.source() + ": " + Failures.describe(e));
        }
    }

    /** The drivers that keep snapshots below the root. */
    public List<String> driversInUse() throws IOException {
        Path root = storeRoot().root();
        return Drivers.all().stream()
                .map(StorageDriverProvider::name)
                .filter(name -> Files.isDirectory(root.resolve(name)))
                .sorted()
                .toList();
    }

    /** Shows the progress of long work; closed with the session. */
    public ProgressRenderer progress() {
        if (progress == null) {
            progress = ProgressRenderer.of(progressMode(), progressStream(), this::screen, System::nanoTime);
        }
        return progress;
    }

    /** Shows the progress of work that is usually done at once; closed with the session. */
    public ProgressRenderer progressInPassing() {
        if (progress == null) {
            progress = ProgressRenderer.inPassing(progressMode(), progressStream(), this::screen, System::nanoTime);
        }
        return progress;
    }

    private ProgressMode progressMode() {
        return settings.progress(environment.errIsTerminal());
    }

    private PrintStream progressStream() {
        return new PrintStream(environment.err(), true, StandardCharsets.UTF_8);
    }

    private Screen screen() {
        return Screen.ofProcess(environment.variables());
    }

    /** Ends the display of progress, so that what is printed next stands below it. */
    public void endProgress() {
        if (progress != null) {
            progress.close();
            progress = null;
        }
    }

    /** Closes what was opened and hands over what was printed. */
    @Override
    public void close() {
        endProgress();
        snapshotStores.values().forEach(SnapshotStore::close);
        snapshotStores.clear();
        if (out != null) {
            out.flush();
        }
    }
}
