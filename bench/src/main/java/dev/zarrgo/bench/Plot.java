package dev.zarrgo.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A line through measured points beside the line they would lie on, as SVG.
final class Plot {

    private static final int WIDTH = 560;
    private static final int HEIGHT = 320;
    private static final int LEFT = 64;
    private static final int BOTTOM = 48;
    private static final int TOP = 40;
    private static final int RIGHT = 24;

    /// A measured point.
    record Point(double x, double y, String label) {}

    private final String title;
    private final String xTitle;
    private final String yTitle;
    private final List<Point> measured = new ArrayList<>();
    private final List<Point> ideal = new ArrayList<>();

    Plot(String title, String xTitle, String yTitle) {
        this.title = title;
        this.xTitle = xTitle;
        this.yTitle = yTitle;
    }

    Plot measured(double x, double y, String label) {
        measured.add(new Point(x, y, label));
        return this;
    }

    Plot ideal(double x, double y) {
        ideal.add(new Point(x, y, ""));
        return this;
    }

    void write(Path file) {
        var svg = new StringBuilder();
        svg.append(text(
                "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' font-family='sans-serif' font-size='13'>%n",
                WIDTH, HEIGHT));
        svg.append(text("<rect width='%d' height='%d' fill='white'/>%n", WIDTH, HEIGHT));
        svg.append(text("<text x='%d' y='22' font-size='15'>%s</text>%n", LEFT, title));
        svg.append(text(
                "<path d='M%d %d V%d H%d' fill='none' stroke='#444'/>%n", LEFT, TOP, HEIGHT - BOTTOM, WIDTH - RIGHT));
        svg.append(text(
                "<text x='%d' y='%d' text-anchor='middle'>%s</text>%n",
                (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, xTitle));
        svg.append(text(
                "<text x='18' y='%d' text-anchor='middle' transform='rotate(-90 18 %d)'>%s</text>%n",
                (TOP + HEIGHT - BOTTOM) / 2, (TOP + HEIGHT - BOTTOM) / 2, yTitle));
        for (int i = 0; i <= 4; i++) {
            double y = maximumY() * i / 4;
            svg.append(
                    text("<text x='%d' y='%.0f' text-anchor='end' fill='#444'>%.1f</text>%n", LEFT - 8, y(y) + 4, y));
        }
        svg.append(line(ideal, "#bbb", "stroke-dasharray='5 4'"));
        svg.append(line(measured, "#1b6ca8", "stroke-width='2'"));
        for (Point point : measured) {
            svg.append(text("<circle cx='%.1f' cy='%.1f' r='4' fill='#1b6ca8'/>%n", x(point.x), y(point.y)));
            svg.append(text(
                    "<text x='%.1f' y='%.1f' text-anchor='middle'>%s</text>%n",
                    Math.min(x(point.x), WIDTH - RIGHT - 40), y(point.y) - 10, point.label));
            svg.append(text(
                    "<text x='%.1f' y='%d' text-anchor='middle' fill='#444'>%s</text>%n",
                    x(point.x), HEIGHT - BOTTOM + 18, number(point.x)));
        }
        svg.append("</svg>\n");
        try {
            Files.writeString(file, svg);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private String line(List<Point> points, String colour, String style) {
        var path = new StringBuilder();
        for (Point point : points) {
            path.append(path.isEmpty() ? "M" : "L");
            path.append(text("%.1f %.1f ", x(point.x), y(point.y)));
        }
        return text("<path d='%s' fill='none' stroke='%s' %s/>%n", path, colour, style);
    }

    private static String number(double value) {
        return value == Math.rint(value) ? text("%.0f", value) : text("%.1f", value);
    }

    private double maximumX() {
        return measured.stream().mapToDouble(Point::x).max().orElse(1);
    }

    private double maximumY() {
        return 1.15 * measured.stream().mapToDouble(Point::y).max().orElse(1);
    }

    private double x(double value) {
        return LEFT + value / maximumX() * (WIDTH - RIGHT - LEFT - 20);
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - value / maximumY() * (HEIGHT - BOTTOM - TOP);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
