package io.jfs.cli.output;

import io.jfs.cli.output.Column.Align;
import java.util.ArrayList;
import java.util.List;

/** Lines up cells: three blanks between columns, no blanks at the end of a line, widths in code points. */
public final class Table {
    private static final int GAP = 3;

    private final List<Align> alignment;
    private final List<List<String>> rows = new ArrayList<>();

    /** A table whose columns beyond the alignment given are aligned left. */
    public Table(List<Align> alignment) {
        this.alignment = List.copyOf(alignment);
    }

    /** Adds a row; rows may differ in length. */
    public void add(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    /** One line per row. */
    public List<String> lines() {
        int[] widths = widths();
        List<String> lines = new ArrayList<>(rows.size());
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                append(line, row.get(i), widths[i], i, i + 1 == row.size());
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private void append(StringBuilder line, String cell, int width, int column, boolean last) {
        int padding = width - cell.codePointCount(0, cell.length());
        boolean right = column < alignment.size() && alignment.get(column) == Align.RIGHT;
        line.repeat(' ', right ? padding : 0).append(cell);
        line.repeat(' ', last || right ? 0 : padding).repeat(' ', last ? 0 : GAP);
    }

    private int[] widths() {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                String cell = row.get(i);
                widths[i] = Math.max(widths[i], cell.codePointCount(0, cell.length()));
            }
        }
        return widths;
    }
}
