package io.jfs.bench.report;

import java.util.Locale;

/** An SVG image as text; colours come from classes of the page's style sheet, so that they follow light and dark. */
final class Svg {
    private static final int LONGEST_UNBROKEN = 16;
    private static final String SEPARATORS = ":+=-,";

    private final StringBuilder out = new StringBuilder();

    /** @param title said to those who cannot see it */
    Svg(int width, int height, String title) {
        out.append("<svg viewBox=\"0 0 ").append(width).append(' ').append(height);
        out.append("\" role=\"img\" aria-label=\"").append(escape(title)).append("\">");
    }

    /** Text as it stands in HTML and XML. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** A name as it stands in HTML, which may be broken after what separates its parts, and anywhere if it has none. */
    static String breakable(String name) {
        StringBuilder broken = new StringBuilder();
        int unbroken = 0;
        for (int i = 0; i < name.length(); i++) {
            char each = name.charAt(i);
            broken.append(escape(String.valueOf(each)));
            unbroken++;
            if (unbroken == LONGEST_UNBROKEN || SEPARATORS.indexOf(each) >= 0) {
                broken.append("<wbr>");
                unbroken = 0;
            }
        }
        return broken.toString();
    }

    /** A name of at most so many characters, without its middle if it is longer. */
    static String shortened(String name, int most) {
        int tail = most / 2;
        return name.length() <= most
                ? name
                : name.substring(0, most - tail - 1) + "…" + name.substring(name.length() - tail);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    void line(double x1, double y1, double x2, double y2, String style) {
        out.append("<line class=\"")
                .append(style)
                .append("\" x1=\"")
                .append(number(x1))
                .append("\" y1=\"");
        out.append(number(y1))
                .append("\" x2=\"")
                .append(number(x2))
                .append("\" y2=\"")
                .append(number(y2))
                .append("\"/>");
    }

    void rectangle(double x, double y, double width, double height, String style) {
        out.append("<rect class=\"")
                .append(style)
                .append("\" x=\"")
                .append(number(x))
                .append("\" y=\"");
        out.append(number(y)).append("\" width=\"").append(number(Math.max(0, width)));
        out.append("\" height=\"").append(number(height)).append("\"/>");
    }

    void dot(double x, double y, double radius, String style, String title) {
        out.append("<circle class=\"")
                .append(style)
                .append("\" cx=\"")
                .append(number(x))
                .append("\" cy=\"");
        out.append(number(y))
                .append("\" r=\"")
                .append(number(radius))
                .append("\"><title>")
                .append(escape(title));
        out.append("</title></circle>");
    }

    /** @param anchor start, middle or end */
    void text(double x, double y, String anchor, String style, String text) {
        out.append("<text class=\"")
                .append(style)
                .append("\" x=\"")
                .append(number(x))
                .append("\" y=\"");
        out.append(number(y))
                .append("\" text-anchor=\"")
                .append(anchor)
                .append("\">")
                .append(escape(text));
        out.append("</text>");
    }

    /** A name in as much room as there is; all of it is said where a pointer rests. */
    void name(double x, double y, String anchor, String name, int most) {
        out.append("<g><title>").append(escape(name)).append("</title>");
        text(x, y, anchor, "label", shortened(name, most));
        out.append("</g>");
    }

    /** @param points x, y, x, y… */
    void path(double[] points, String style, String title) {
        out.append("<path class=\"").append(style).append("\" d=\"");
        for (int i = 0; i + 1 < points.length; i += 2) {
            out.append(i == 0 ? 'M' : 'L').append(number(points[i])).append(' ').append(number(points[i + 1]));
        }
        out.append("\"><title>").append(escape(title)).append("</title></path>");
    }

    @Override
    public String toString() {
        return out + "</svg>";
    }
}
