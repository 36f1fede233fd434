package io.jfs.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lines over a number: layers' depth, files' sizes, or the share of operations. */
final class LineChart {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 300;
    private static final int LEFT = 56;
    private static final int RIGHT = 14;
    private static final int BOTTOM = 40;
    private static final int KEY_ROW = 18;
    private static final int KEY_COLUMNS = 3;
    private static final int KEY_CHARACTERS = 30;

    private final String title;
    private final String xName;
    private final String yName;

    LineChart(String title, String xName, String yName) {
        this.title = title;
        this.xName = xName;
        this.yName = yName;
    }

    /** A place of a line. */
    record Point(double x, double y) {}

    /**
     * The image.
     *
     * @param lines by contender; empty ones are left out
     * @param names of all contenders, whose order gives the colours
     * @param share whether y is a share from 0 to 1
     */
    String of(Map<String, List<Point>> lines, List<String> names, boolean share) {
        List<Point> all = lines.values().stream().flatMap(List::stream).toList();
        List<String> shown = names.stream().filter(lines::containsKey).toList();
        int key = (int) Math.ceil((double) shown.size() / KEY_COLUMNS) * KEY_ROW + 8;
        Svg svg = new Svg(WIDTH, HEIGHT + key, title);
        double leastX =
                all.stream().mapToDouble(Point::x).filter(x -> x > 0).min().orElse(1);
        double greatestX = all.stream().mapToDouble(Point::x).max().orElse(1);
        Scale x = Scale.log(leastX, greatestX, LEFT, WIDTH - RIGHT);
        int bottom = HEIGHT - BOTTOM + key;
        Scale y = share
                ? new Scale(0, 1, bottom, key, false)
                : Scale.of(
                        all.stream().mapToDouble(Point::y).min().orElse(0),
                        all.stream().mapToDouble(Point::y).max().orElse(1),
                        bottom,
                        key);
        axes(svg, x, y, bottom, key);
        for (int i = 0; i < shown.size(); i++) {
            int color = names.indexOf(shown.get(i));
            key(svg, i, shown.get(i), color);
            line(svg, lines.getOrDefault(shown.get(i), List.of()), x, y, shown.get(i), color, share);
        }
        return svg.toString();
    }

    private void axes(Svg svg, Scale x, Scale y, int bottom, int top) {
        for (double tick : x.ticks()) {
            svg.line(x.at(tick), top, x.at(tick), bottom, "grid");
            svg.text(x.at(tick), bottom + 14, "middle", "tick", Figures.of(tick));
        }
        for (double tick : y.ticks()) {
            svg.line(LEFT, y.at(tick), WIDTH - RIGHT, y.at(tick), "grid");
            svg.text(LEFT - 6, y.at(tick) + 4, "end", "tick", Figures.of(tick));
        }
        svg.text(WIDTH - RIGHT, bottom + 31, "end", "tick", xName + " (log scale)");
        svg.text(LEFT, bottom + 31, "start", "tick", yName + (y.isLog() ? " (log scale)" : ""));
    }

    private static void key(Svg svg, int index, String name, int color) {
        double left = LEFT + index % KEY_COLUMNS * (WIDTH - LEFT) / (double) KEY_COLUMNS;
        double y = index / KEY_COLUMNS * KEY_ROW + 8.0;
        svg.rectangle(left, y - 5, 10, 10, "bar c" + color);
        svg.name(left + 15, y + 4, "start", name, KEY_CHARACTERS);
    }

    private static void line(Svg svg, List<Point> points, Scale x, Scale y, String name, int color, boolean share) {
        List<Double> path = new ArrayList<>();
        for (Point point : points) {
            path.add(x.at(point.x()));
            path.add(y.at(point.y()));
        }
        svg.path(path.stream().mapToDouble(Double::doubleValue).toArray(), "stroke s" + color, name);
        if (!share) {
            points.forEach(point -> svg.dot(
                    x.at(point.x()),
                    y.at(point.y()),
                    3.5,
                    "c" + color,
                    name + ": " + Figures.of(point.y()) + " at " + Figures.of(point.x())));
        }
    }
}
