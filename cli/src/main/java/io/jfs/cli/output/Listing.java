package io.jfs.cli.output;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A list of records and how it looks as a table. Records may hold more fields than the table shows; templates and JSON
 * reach them all.
 *
 * @param columns the columns of the table, in order
 * @param records each from field to value; all with the same fields
 */
public record Listing(List<Column> columns, List<Map<String, Object>> records) {
    public Listing {
        columns = List.copyOf(columns);
        records = List.copyOf(records);
    }

    /**
     * The lines of the listing.
     *
     * @param format {@code table}, {@code table TEMPLATE}, {@code json} for one object per line, or a template
     * @throws TemplateException if the template is malformed or asks for an unknown field
     */
    public List<String> lines(String format) {
        if (format.isEmpty() || format.equals("table")) {
            return table();
        } else if (format.equals("json")) {
            return records.stream().map(Json::compact).toList();
        } else if (format.startsWith("table ")) {
            return table(format.substring("table ".length()));
        }
        Template template = Template.parse(format);
        return records.stream().map(template::render).toList();
    }

    /** The value of one field of each record: what {@code -q} prints. */
    public List<String> values(String field) {
        return records.stream()
                .map(listed -> TemplateFunctions.show(listed.getOrDefault(field, "")))
                .toList();
    }

    private List<String> table() {
        Table table = new Table(columns.stream().map(Column::align).toList());
        table.add(columns.stream().map(Column::header).toList());
        for (Map<String, Object> listed : records) {
            table.add(columns.stream()
                    .map(column -> TemplateFunctions.show(listed.getOrDefault(column.field(), "")))
                    .toList());
        }
        return table.lines();
    }

    private List<String> table(String source) {
        Template template = Template.parse(source);
        Table table = new Table(List.of());
        table.add(cells(template.renderHeadings(headings())));
        for (Map<String, Object> listed : records) {
            table.add(cells(template.render(listed)));
        }
        return table.lines();
    }

    private static List<String> cells(String line) {
        return List.of(line.split("\t", -1));
    }

    /** A field without a column is headed by its own name in capitals: {@code CreatedAt} by {@code CREATED AT}. */
    private Map<String, String> headings() {
        Map<String, String> headings = new HashMap<>();
        for (Map<String, Object> listed : records) {
            for (String field : listed.keySet()) {
                headings.put(field, field.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toUpperCase(Locale.ROOT));
            }
        }
        for (Column column : columns) {
            headings.put(column.field(), column.header());
        }
        return headings;
    }

    /** A record with these fields, in order: name, value, name, value… */
    public static Map<String, Object> fields(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
        }
        return fields;
    }
}
