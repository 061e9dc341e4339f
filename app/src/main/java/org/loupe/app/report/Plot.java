package org.loupe.app.report;

import java.util.List;
import java.util.Locale;

/** The frame of a chart with two axes, by default both from 0 to 1, as SVG inside a page. */
final class Plot {

  static final String CENTER_COLOR = "#0072b2";
  static final String STRICT_COLOR = "#d55e00";

  private static final double SIDE = 360;
  private static final double LEFT = 58;
  private static final double TOP = 12;

  /** Room for what is written at the right edge. */
  private static final double RIGHT = 48;

  private static final double BELOW = 66;
  private static final double LEGEND_LINE = 20;
  private static final int TICKS = 5;

  private final Markup page;
  private final Axis across;
  private final Axis up;
  private double legendY = TOP + SIDE + BELOW;

  /**
   * The range of an axis, divided at round numbers.
   *
   * @param from where it begins
   * @param to where it ends; more than from
   * @param step between two numbers
   */
  record Axis(double from, double to, double step) {

    /** Of a narrower range the numbers on the axis would be told apart by their last digits. */
    private static final double NARROWEST_SHARE = 1e-6;

    private static final Axis UNIT = new Axis(0, 1, 1.0 / TICKS);

    /**
     * Returns an axis of about five round steps that holds the range; some room about one value.
     */
    static Axis around(double least, double most) {
      double middle = (least + most) / 2;
      double narrowest = Math.max(1e-9, NARROWEST_SHARE * Math.abs(middle));
      boolean narrow = most - least < narrowest;
      double half = Math.max(0.5, Math.abs(middle) / 20);
      double low = narrow ? middle - half : least;
      double high = narrow ? middle + half : most;
      double range = high - low;
      double power = Math.pow(10, Math.floor(Math.log10(range / TICKS)));
      double step = power;
      for (double factor : new double[] {2, 5, 10}) {
        if (range / step > TICKS + 1) {
          step = factor * power;
        }
      }
      return new Axis(Math.floor(low / step) * step, Math.ceil(high / step) * step, step);
    }

    private int steps() {
      return (int) Math.round((to - from) / step);
    }

    private double share(double value) {
      return (value - from) / (to - from);
    }

    private String label(int index) {
      int decimals = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
      double value = from + index * step;
      // no minus before what rounds to zero
      return String.format(
          Locale.ROOT, "%." + decimals + "f", Math.abs(value) < step / 2 ? 0 : value);
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
  Plot(Markup page, String description, String xTitle, String yTitle, int legendLines) {
    this(page, description, xTitle, Axis.UNIT, yTitle, Axis.UNIT, legendLines);
  }

  /** Opens a chart with axes of its own. */
  Plot(
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
    double width = LEFT + SIDE + RIGHT;
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
      double x = across.from() + i * across.step();
      line("grid", new Point(x, up.from()), new Point(x, up.to()));
      text(across.label(i), "middle", x(x), bottom() + 18);
    }
    for (int i = 0; i <= up.steps(); i++) {
      double y = up.from() + i * up.step();
      line("grid", new Point(across.from(), y), new Point(across.to(), y));
      text(up.label(i), "end", LEFT - 8, y(y) + 4);
    }
    page.empty("rect", "class", "frame", "x", LEFT, "y", TOP, "width", SIDE, "height", SIDE);
    page.element(
        "text",
        xTitle,
        "class",
        "axis",
        "text-anchor",
        "middle",
        "x",
        middle(),
        "y",
        bottom() + 40);
    page.element(
        "text",
        yTitle,
        "class",
        "axis",
        "text-anchor",
        "middle",
        "transform",
        String.format(Locale.ROOT, "translate(16 %.1f) rotate(-90)", TOP + SIDE / 2));
  }

  void close() {
    page.close();
  }

  void line(String style, Point from, Point to) {
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

  /** Draws a line through points; nothing without them. */
  void curve(String style, List<Point> points) {
    if (points.isEmpty()) {
      return;
    }
    StringBuilder coordinates = new StringBuilder();
    for (Point point : points) {
      coordinates.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(point.x()), y(point.y())));
    }
    page.empty("polyline", "class", style, "points", coordinates.toString().trim());
  }

  void dot(String style, Point at, double radius) {
    page.empty("circle", "class", style, "cx", x(at.x()), "cy", y(at.y()), "r", radius);
  }

  void square(String style, Point at) {
    page.empty(
        "rect",
        "class",
        style,
        "x",
        x(at.x()) - 5,
        "y",
        y(at.y()) - 5,
        "width",
        10.0,
        "height",
        10.0);
  }

  /** Writes beside a point. */
  void note(String words, Point at) {
    text(words, "start", x(at.x()) + 4, y(at.y()) - 4);
  }

  /** Writes a line of the legend with a piece of the curve. */
  void legendCurve(String style, String words) {
    page.empty("line", "class", style, "x1", LEFT, "y1", legendY, "x2", LEFT + 28, "y2", legendY);
    legend(words);
  }

  /** Writes a line of the legend with a dot. */
  void legendDot(String style, String words) {
    page.empty("circle", "class", style, "cx", LEFT + 14, "cy", legendY, "r", 5.0);
    legend(words);
  }

  /** Writes a line of the legend with a square. */
  void legendSquare(String style, String words) {
    page.empty(
        "rect", "class", style, "x", LEFT + 9, "y", legendY - 5, "width", 10.0, "height", 10.0);
    legend(words);
  }

  private void legend(String words) {
    text(words, "start", LEFT + 36, legendY + 4);
    legendY += LEGEND_LINE;
  }

  private void text(String words, String anchor, double x, double y) {
    page.element("text", words, "text-anchor", anchor, "x", x, "y", y);
  }

  private static double middle() {
    return LEFT + SIDE / 2;
  }

  private static double bottom() {
    return TOP + SIDE;
  }

  private double x(double value) {
    return LEFT + SIDE * across.share(value);
  }

  private double y(double value) {
    return TOP + SIDE * (1 - up.share(value));
  }
}
