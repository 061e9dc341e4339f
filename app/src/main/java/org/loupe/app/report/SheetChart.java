package org.loupe.app.report;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Map;

/**
 * A chart as journals print it: one column wide, letters of {@value #LETTERS} points, a frame with
 * ticks and no grid.
 */
final class SheetChart implements Chart {

  /** One column: 85 mm. */
  static final double WIDTH = 85 / 25.4 * 72;

  /** Size of numbers and legend, in points; titles are a point larger. */
  static final double LETTERS = 7.5;

  static final int INK = 0x222222;

  private static final double LEFT = 42;
  private static final double RIGHT = 9;
  private static final double TOP = 8;
  private static final double HEIGHT = 138;
  private static final double BELOW = 46;
  private static final double LEGEND_LINE = 12;
  private static final double LEGEND_LEFT = 16;
  private static final double TICK = 3;

  private static final Map<String, Color> FILLS =
      Map.of(
          "bar", new Color(0x56B4E9),
          "band", new Color(0xD8ECF8),
          "dot", new Color(INK));

  private static final Map<String, Sheet.Pen> PENS =
      Map.of(
          "bar", new Sheet.Pen(0x2C6E91, 0.4),
          "fit", new Sheet.Pen(0xD55E00, 1.3),
          "pooled", new Sheet.Pen(0x0072B2, 1.1),
          "whisker", new Sheet.Pen(0x808080, 0.7));

  private final Sheet sheet;
  private final Diagram.Axis across;
  private final Diagram.Axis up;
  private double legendY = TOP + HEIGHT + BELOW;

  SheetChart(Sheet sheet, String xTitle, Diagram.Axis across, String yTitle, Diagram.Axis up) {
    this.sheet = sheet;
    this.across = across;
    this.up = up;
    int every = Math.max(1, (int) Math.ceil(widestLabel() / (width() / across.steps())));
    for (int i = 0; i <= across.steps(); i++) {
      double x = x(across.from() + i * across.step());
      line(x, bottom(), x, bottom() + TICK);
      if (i % every == 0) {
        label(across.label(i), x, bottom() + TICK + 9, Sheet.Anchor.MIDDLE);
      }
    }
    for (int i = 0; i <= up.steps(); i++) {
      double y = y(up.from() + i * up.step());
      line(LEFT - TICK, y, LEFT, y);
      label(up.label(i), LEFT - TICK - 2, y + 2.7, Sheet.Anchor.END);
    }
    sheet.text(xTitle, LEFT + width() / 2, bottom() + 26, LETTERS + 1, Sheet.Anchor.MIDDLE, 0);
    sheet.text(yTitle, 9, TOP + HEIGHT / 2, LETTERS + 1, Sheet.Anchor.MIDDLE, 1);
  }

  /** Returns the height of a chart, in points. */
  static double height(int legendLines) {
    return TOP + HEIGHT + BELOW + LEGEND_LINE * (legendLines - 1) + 6;
  }

  private double widestLabel() {
    double widest = 0;
    for (int i = 0; i <= across.steps(); i++) {
      widest = Math.max(widest, ReportFont.width(across.label(i), LETTERS) + 5);
    }
    return widest;
  }

  @Override
  public void bar(String style, double from, double to, double value, String words) {
    if (value <= 0) {
      return;
    }
    Shape bar =
        new Rectangle2D.Double(
            x(from), y(value), x(to) - x(from), Math.max(0, bottom() - y(value)));
    sheet.fill(bar, fill(style));
    sheet.stroke(bar, pen(style));
  }

  @Override
  public void curve(String style, List<Diagram.Point> points) {
    if (points.isEmpty()) {
      return;
    }
    Path2D path = new Path2D.Double();
    for (Diagram.Point point : points) {
      if (path.getCurrentPoint() == null) {
        path.moveTo(x(point.x()), y(point.y()));
      } else {
        path.lineTo(x(point.x()), y(point.y()));
      }
    }
    sheet.stroke(path, pen(style));
  }

  @Override
  public void band(String style, double from, double to) {
    sheet.fill(
        new Rectangle2D.Double(LEFT, y(to), width(), Math.max(0.5, y(from) - y(to))), fill(style));
  }

  @Override
  public void line(String style, Diagram.Point from, Diagram.Point to) {
    sheet.stroke(new Line2D.Double(x(from.x()), y(from.y()), x(to.x()), y(to.y())), pen(style));
  }

  @Override
  public void dot(String style, Diagram.Point at, double radius, String words) {
    double r = radius / 2; // the page's pixels are about half as large
    sheet.fill(new Ellipse2D.Double(x(at.x()) - r, y(at.y()) - r, 2 * r, 2 * r), fill(style));
  }

  @Override
  public void legendCurve(String style, String words) {
    sheet.stroke(
        new Line2D.Double(LEGEND_LEFT, legendY - 2.5, LEGEND_LEFT + 16, legendY - 2.5), pen(style));
    legendText(words);
  }

  @Override
  public void legendBox(String style, String words) {
    Shape box = new Rectangle2D.Double(LEGEND_LEFT, legendY - 6, 16, 7);
    sheet.fill(box, fill(style));
    if (PENS.containsKey(style)) {
      sheet.stroke(box, pen(style));
    }
    legendText(words);
  }

  @Override
  public void legendText(String words) {
    double room = WIDTH - LEGEND_LEFT - 22;
    double size = Math.min(LETTERS, LETTERS * room / ReportFont.width(words, LETTERS));
    sheet.text(words, LEGEND_LEFT + 21, legendY, size, Sheet.Anchor.START, 0);
    legendY += LEGEND_LINE;
  }

  @Override
  public void close() {
    sheet.stroke(new Rectangle2D.Double(LEFT, TOP, width(), HEIGHT), new Sheet.Pen(INK, 0.7));
  }

  private static Color fill(String style) {
    return FILLS.getOrDefault(style, Color.GRAY);
  }

  private static Sheet.Pen pen(String style) {
    return PENS.getOrDefault(style, new Sheet.Pen(INK, 0.7));
  }

  private void line(double x1, double y1, double x2, double y2) {
    sheet.stroke(new Line2D.Double(x1, y1, x2, y2), new Sheet.Pen(INK, 0.7));
  }

  private void label(String words, double x, double y, Sheet.Anchor anchor) {
    sheet.text(words, x, y, LETTERS, anchor, 0);
  }

  private static double width() {
    return WIDTH - LEFT - RIGHT;
  }

  private static double bottom() {
    return TOP + HEIGHT;
  }

  private double x(double value) {
    return LEFT + width() * across.share(value);
  }

  private double y(double value) {
    return TOP + HEIGHT * (1 - up.share(Math.max(up.from(), Math.min(up.to(), value))));
  }
}
