package io.jfs.cli.session;

import io.jfs.cli.session.Toml.MalformedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings out of a file: each key is a global option's name with underscores. Whatever is wrong with the file is a
 * usage error that names the file, the line and the key.
 *
 * @param path where they come from; empty if there is no file
 * @param values all keys are known, all have as many texts as they may
 */
record ConfigFile(Optional<Path> path, Map<String, Toml.Value> values) {
    static final String ROOT = "root";
    static final String RUN_ROOT = "runroot";
    static final String STORAGE_DRIVER = "storage_driver";
    static final String STORAGE_OPT = "storage_opt";
    static final String LOG_LEVEL = "log_level";
    static final String PROGRESS = "progress";
    static final String COLOR = "color";

    /** No file, nothing set. */
    static final ConfigFile NONE = new ConfigFile(Optional.empty(), Map.of());

    private static final List<String> KEYS =
            List.of(ROOT, RUN_ROOT, STORAGE_DRIVER, STORAGE_OPT, LOG_LEVEL, PROGRESS, COLOR);

    /** Reads a file that somebody asked for, which must be there. */
    static ConfigFile read(Path file) {
        return find(file).orElseThrow(() -> new UsageException("config " + file + ": no such file or directory"));
    }

    /** Reads a file if there is one. */
    static Optional<ConfigFile> find(Path file) {
        String text;
        try {
            text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UsageException("config " + file + ": " + Failures.describe(e));
        }
        try {
            Map<String, Toml.Value> values = Toml.parse(text);
            ConfigFile config = new ConfigFile(Optional.of(file), values);
            values.forEach(config::check);
            return Optional.of(config);
        } catch (MalformedException e) {
            throw new UsageException("config " + file + ": " + e.getMessage());
        }
    }

    private void check(String key, Toml.Value value) {
        if (!KEYS.contains(key)) {
            throw wrong(value, "unknown key " + key + ": there are " + String.join(", ", KEYS));
        }
        if (value.isArray() != key.equals(STORAGE_OPT)) {
            throw wrong(value, key + " must be " + (value.isArray() ? "one text" : "an array of texts"));
        }
        boolean isPath = key.equals(ROOT) || key.equals(RUN_ROOT);
        if (isPath && !value.texts().getFirst().startsWith("/")) {
            throw wrong(value, key + " must be an absolute path");
        }
    }

    private UsageException wrong(Toml.Value value, String problem) {
        return new UsageException("config " + shown() + ": line " + value.line() + ": " + problem);
    }

    /** The file's name, as the source of a setting. */
    String shown() {
        return path.map(Path::toString).orElse("default");
    }

    /** The text of a key. */
    Optional<String> text(String key) {
        return texts(key).stream().findFirst().filter(text -> !text.isEmpty());
    }

    /** The texts of a key, none if it is not set. */
    List<String> texts(String key) {
        return Optional.ofNullable(values.get(key)).map(Toml.Value::texts).orElse(List.of());
    }
}
