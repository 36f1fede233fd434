package io.jfs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.core.driver.DriverCapability;
import io.jfs.core.driver.StorageDriverProvider;
import io.jfs.core.store.Drivers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table in docs/drivers.md is what the drivers say. With {@code -Djfs.write-docs=true} it is written. */
class DriverTableTest {
    private static final Path DOCUMENT = Path.of("../docs/drivers.md");
    private static final String BEGIN = "<!-- table made by DriverTableTest -->\n";
    private static final String END = "<!-- end of table -->\n";

    @Test
    void the_document_has_the_table_that_the_drivers_make() throws IOException {
        String document = Files.readString(DOCUMENT);
        int from = document.indexOf(BEGIN) + BEGIN.length();
        int to = document.indexOf(END);
        assertThat(to).as("marks in %s", DOCUMENT).isGreaterThanOrEqualTo(from);
        if (Boolean.getBoolean("jfs.write-docs")) {
            Files.writeString(DOCUMENT, document.substring(0, from) + table() + document.substring(to));
            return;
        }
        assertThat(document.substring(from, to))
                .as("bin/build test -pl cli -am -Djfs.write-docs=true -Dtest=DriverTableTest writes it")
                .isEqualTo(table());
    }

    private static String table() {
        List<StorageDriverProvider> drivers = Drivers.all();
        Stream<String> head = Stream.of(
                row("", drivers, driver -> "`" + driver.name() + "`"),
                row("---", drivers, _ -> "---"),
                row("a snapshot is", drivers, StorageDriverProvider::mechanism));
        Stream<String> capabilities = Arrays.stream(DriverCapability.values())
                .map(capability -> row("`" + capability.label() + "`", drivers, driver -> cell(driver, capability)));
        return Stream.concat(head, capabilities).collect(Collectors.joining());
    }

    private static String cell(StorageDriverProvider driver, DriverCapability capability) {
        String condition = driver.potential().get(capability);
        return condition == null ? "no" : condition.isEmpty() ? "yes" : condition;
    }

    private static String row(
            String first, List<StorageDriverProvider> drivers, Function<StorageDriverProvider, String> cell) {
        return drivers.stream().map(cell).collect(Collectors.joining(" | ", "| " + first + " | ", " |\n"));
    }
}
