package org.loupe.app.report;

import java.util.List;
import java.util.Locale;

/** The frame of a chart with two linear axes, wider than high, as SVG inside a page. */
final class Diagram implements Chart {

  private static final double WIDTH = 440;
  private static final double HEIGHT = 260;
  private static final double LEFT = 66;
  private static final double TOP = 14;
  private static final double RIGHT = 18;
  private static final double BELOW = 66;
  private static final double LEGEND_LINE = 20;

  private final Markup page;
  private final Axis across;
  private final Axis up;
  private double legendY = TOP + HEIGHT + BELOW;

  /**
   * The range of an axis, divided at round numbers.
   *
   * @param from where it begins
   * @param to where it ends; more than from
   * @param step between two numbers
   */
  record Axis(double from, double to, double step) {

    private static final double STEPS = 6;

    /** Returns an axis of some round steps that holds the range. */
    static Axis around(double least, double most) {
      double range = most > least ? most - least : Math.max(1, Math.abs(most));
      double power = Math.pow(10, Math.floor(Math.log10(range / STEPS)));
      double ratio = range / STEPS / power;
      double step = power * (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10);
      double from = Math.floor(least / step + 1e-9) * step;
      double to = Math.ceil(most / step - 1e-9) * step;
      return new Axis(from, to > from ? to : from + step, step);
    }

    /** Returns an axis that holds the range and is divided at whole numbers. */
    static Axis ofWholes(int least, int most) {
      Axis axis = around(least, most);
      return axis.step() >= 1 ? axis : new Axis(least, most, 1);
    }

    int steps() {
      return (int) Math.round((to - from) / step);
    }

    String label(int index) {
      int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
      return String.format(Locale.ROOT, "%,." + decimals + "f", from + index * step + 0.0);
    }

    double share(double value) {
      return (value - from) / (to - from);
    }
  }

  /** A point of the chart, in the units of its axes. */
  record Point(double x, double y) {}

  /**
   * Opens a chart; {@link #close()} ends it.
   *
   * @param description for those who cannot see it
   * @param legendLines that will be written
   */
  Diagram(
      Markup page,
      String description,
      String xTitle,
      Axis across,
      String yTitle,
      Axis up,
      int legendLines) {
    this.page = page;
    this.across = across;
    this.up = up;
    double width = LEFT + WIDTH + RIGHT;
    double height = legendY + LEGEND_LINE * legendLines;
    page.open(
        "svg",
        "viewBox",
        String.format(Locale.ROOT, "0 0 %.0f %.0f", width, height),
        "width",
        width,
        "height",
        height,
        "role",
        "img",
        "aria-label",
        description);
    for (int i = 0; i <= across.steps(); i++) {
      text(across.label(i), "middle", x(across.from() + i * across.step()), y0() + 18);
    }
    for (int i = 0; i <= up.steps(); i++) {
      double y = y(up.from() + i * up.step());
      page.empty("line", "class", "grid", "x1", LEFT, "y1", y, "x2", LEFT + WIDTH, "y2", y);
      text(up.label(i), "end", LEFT - 8, y + 4);
    }
    page.element(
        "text",
        xTitle,
        "class",
        "axis",
        "text-anchor",
        "middle",
        "x",
        LEFT + WIDTH / 2,
        "y",
        y0() + 42);
    page.element(
        "text",
        yTitle,
        "class",
        "axis",
        "text-anchor",
        "middle",
        "transform",
        String.format(Locale.ROOT, "translate(16 %.1f) rotate(-90)", TOP + HEIGHT / 2));
  }

  @Override
  public void close() {
    page.empty("line", "class", "frame", "x1", LEFT, "y1", y0(), "x2", LEFT + WIDTH, "y2", y0());
    page.close();
  }

  @Override
  public void bar(String style, double from, double to, double value, String words) {
    page.open(
        "rect",
        "class",
        style,
        "x",
        x(from) + 0.5,
        "y",
        y(value),
        "width",
        Math.max(0.5, x(to) - x(from) - 1),
        "height",
        y0() - y(value));
    page.element("title", words).close();
  }

  @Override
  public void curve(String style, List<Point> points) {
    if (points.isEmpty()) {
      return;
    }
    StringBuilder coordinates = new StringBuilder();
    for (Point point : points) {
      coordinates.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(point.x()), y(point.y())));
    }
    page.empty("polyline", "class", style, "points", coordinates.toString().strip());
  }

  @Override
  public void band(String style, double from, double to) {
    page.empty(
        "rect",
        "class",
        style,
        "x",
        LEFT,
        "y",
        y(to),
        "width",
        WIDTH,
        "height",
        Math.max(1, y(from) - y(to)));
  }

  @Override
  public void line(String style, Point from, Point to) {
    page.empty(
        "line",
        "class",
        style,
        "x1",
        x(from.x()),
        "y1",
        y(from.y()),
        "x2",
        x(to.x()),
        "y2",
        y(to.y()));
  }

  @Override
  public void dot(String style, Point at, double radius, String words) {
    page.open("circle", "class", style, "cx", x(at.x()), "cy", y(at.y()), "r", radius);
    page.element("title", words).close();
  }

  @Override
  public void legendCurve(String style, String words) {
    page.empty("line", "class", style, "x1", LEFT, "y1", legendY, "x2", LEFT + 28, "y2", legendY);
    legendText(words);
  }

  @Override
  public void legendBox(String style, String words) {
    page.empty("rect", "class", style, "x", LEFT, "y", legendY - 6, "width", 28.0, "height", 12.0);
    legendText(words);
  }

  @Override
  public void legendText(String words) {
    text(words, "start", LEFT + 36, legendY + 4);
    legendY += LEGEND_LINE;
  }

  private void text(String words, String anchor, double x, double y) {
    page.element("text", words, "text-anchor", anchor, "x", x, "y", y);
  }

  private static double y0() {
    return TOP + HEIGHT;
  }

  private double x(double value) {
    return LEFT + WIDTH * across.share(value);
  }

  private double y(double value) {
    return TOP + HEIGHT * (1 - up.share(Math.max(up.from(), Math.min(up.to(), value))));
  }
}
