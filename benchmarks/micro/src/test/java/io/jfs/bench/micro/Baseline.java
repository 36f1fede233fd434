package io.jfs.bench.micro;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The counts that are committed. Work that costs more in all than they say fails; what costs less is to be written
 * down, with {@code -Djfs.counts=write}.
 */
final class Baseline {
    private static final Path FILE = Path.of("src/test/resources/io/jfs/bench/micro/counts.properties");
    private static final String HEAD = "# What fixed work costs at most; CountsTest says what each line is.\n";

    private Baseline() {}

    /** @param part what all names of the counts begin with */
    static void check(String part, Map<String, Long> counts) throws IOException {
        Properties known = new Properties();
        if (Files.exists(FILE)) {
            try (Reader in = Files.newBufferedReader(FILE)) {
                known.load(in);
            }
        }
        if ("write".equals(System.getProperty("jfs.counts"))) {
            write(part, counts, known);
            return;
        }
        Map<String, Long> allowed = new TreeMap<>();
        known.forEach((name, count) -> allowed.merge(work(name.toString()), Long.valueOf(count.toString()), Long::sum));
        Map<String, Long> spent = new TreeMap<>();
        counts.forEach((name, count) -> spent.merge(work(part + "." + name), count, Long::sum));
        List<String> worse = new ArrayList<>();
        spent.forEach((work, count) -> {
            if (count > allowed.getOrDefault(work, 0L)) {
                worse.add(work + " costs " + count + ", the baseline allows " + allowed.getOrDefault(work, 0L));
            }
        });
        assertThat(worse).as("counted: %s", counts).isEmpty();
    }

    /** {@code calls.create.openat} and its like together are {@code calls.create}: one may take another's place. */
    private static String work(String name) {
        return name.indexOf('.') == name.lastIndexOf('.') ? name : name.substring(0, name.lastIndexOf('.'));
    }

    private static void write(String part, Map<String, Long> counts, Properties known) throws IOException {
        TreeMap<String, String> lines = new TreeMap<>();
        known.forEach((name, value) -> lines.put(name.toString(), value.toString()));
        lines.keySet().removeIf(name -> name.startsWith(part + "."));
        counts.forEach((name, count) -> lines.put(part + "." + name, count.toString()));
        StringBuilder text = new StringBuilder(HEAD);
        lines.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\n'));
        Files.writeString(FILE, text);
    }
}
