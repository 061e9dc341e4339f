package org.loupe.app.report;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.PathIterator;
import java.util.Locale;

/** A figure as an SVG file of its own, with its size in millimetres. */
final class SvgSheet implements Sheet {

  private static final double MM_PER_POINT = 25.4 / 72;

  private final StringBuilder text = new StringBuilder();

  /**
   * @param title what it shows, for those who cannot see it
   */
  SvgSheet(String title, double width, double height) {
    text.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    text.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.2fmm\" height=\"%.2fmm\""
                + " viewBox=\"0 0 %.2f %.2f\" font-family=\"%s\">%n",
            width * MM_PER_POINT,
            height * MM_PER_POINT,
            width,
            height,
            ReportFont.FAMILIES));
    text.append("<title>").append(escaped(title)).append("</title>\n");
    text.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
  }

  /** Returns the file's content. */
  String finish() {
    return text + "</svg>\n";
  }

  @Override
  public void fill(Shape shape, Color color) {
    text.append("<path d=\"").append(path(shape)).append("\" fill=\"").append(hex(color));
    text.append("\"/>\n");
  }

  @Override
  public void stroke(Shape shape, Pen pen) {
    text.append("<path d=\"").append(path(shape)).append("\" fill=\"none\" stroke=\"");
    text.append(hex(pen.color())).append("\" stroke-width=\"").append(number(pen.width()));
    if (pen.dash() > 0) {
      text.append("\" stroke-dasharray=\"").append(number(pen.dash()));
    }
    text.append("\"/>\n");
  }

  @Override
  public void text(String words, double x, double y, double size, Anchor anchor, int quarterTurns) {
    text.append("<text x=\"").append(number(x)).append("\" y=\"").append(number(y));
    text.append("\" font-size=\"").append(number(size)).append("\" text-anchor=\"");
    text.append(anchor.name().toLowerCase(Locale.ROOT)).append('"');
    if (quarterTurns != 0) {
      text.append(
          String.format(
              Locale.ROOT, " transform=\"rotate(%d %.2f %.2f)\"", -90 * quarterTurns, x, y));
    }
    text.append('>').append(escaped(words)).append("</text>\n");
  }

  private static String path(Shape shape) {
    StringBuilder path = new StringBuilder();
    double[] c = new double[6];
    for (PathIterator at = shape.getPathIterator(null); !at.isDone(); at.next()) {
      int points =
          switch (at.currentSegment(c)) {
            case PathIterator.SEG_MOVETO -> append(path, 'M', 1);
            case PathIterator.SEG_LINETO -> append(path, 'L', 1);
            case PathIterator.SEG_QUADTO -> append(path, 'Q', 2);
            case PathIterator.SEG_CUBICTO -> append(path, 'C', 3);
            default -> append(path, 'Z', 0);
          };
      for (int i = 0; i < 2 * points; i++) {
        path.append(i == 0 ? "" : " ").append(number(c[i]));
      }
    }
    return path.toString();
  }

  private static int append(StringBuilder path, char command, int points) {
    path.append(command);
    return points;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String hex(Color color) {
    return String.format(Locale.ROOT, "#%06x", color.getRGB() & 0xFFFFFF);
  }

  private static String escaped(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
