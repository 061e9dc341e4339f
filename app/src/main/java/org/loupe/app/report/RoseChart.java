package org.loupe.app.report;

import java.util.Locale;

/** The orientations of long axes as a rose: the area of a petal is the number of its defects. */
final class RoseChart {

  private static final double RADIUS = 130;
  private static final double CENTER_X = 200;
  private static final double CENTER_Y = 170;

  private RoseChart() {}

  static void draw(Markup page, Axiality orientations) {
    page.open(
        "svg",
        "viewBox",
        "0 0 400 345",
        "width",
        400,
        "height",
        345,
        "role",
        "img",
        "aria-label",
        "Orientation of the defects' long axes");
    for (int i = 1; i <= 2; i++) {
      page.empty(
          "circle",
          "class",
          "ring",
          "cx",
          CENTER_X,
          "cy",
          CENTER_Y,
          "r",
          RADIUS * Math.sqrt(i / 2.0));
    }
    long[] counts = orientations.counts();
    long most = 1;
    for (long count : counts) {
      most = Math.max(most, count);
    }
    for (int i = 0; i < counts.length; i++) {
      petal(page, i * Axiality.BIN_DEGREES, counts[i], most);
    }
    for (int degrees = 0; degrees < 360; degrees += 45) {
      double x = CENTER_X + (RADIUS + 20) * Math.cos(Math.toRadians(degrees));
      double y = CENTER_Y - (RADIUS + 16) * Math.sin(Math.toRadians(degrees)) + 4;
      page.element("text", degrees % 180 + "\u00b0", "text-anchor", "middle", "x", x, "y", y);
    }
    orientations.meanDegrees().ifPresent(mean -> axis(page, mean));
    page.element(
        "text",
        String.format(
            Locale.ROOT, "outer ring: %,d defects in %d\u00b0", most, Axiality.BIN_DEGREES),
        "text-anchor",
        "middle",
        "x",
        CENTER_X,
        "y",
        340);
    page.close();
  }

  private static void axis(Markup page, double degrees) {
    double dx = RADIUS * Math.cos(Math.toRadians(degrees));
    double dy = -RADIUS * Math.sin(Math.toRadians(degrees));
    page.empty(
        "line",
        "class",
        "mean",
        "x1",
        CENTER_X - dx,
        "y1",
        CENTER_Y - dy,
        "x2",
        CENTER_X + dx,
        "y2",
        CENTER_Y + dy);
  }

  private static void petal(Markup page, int fromDegrees, long count, long most) {
    if (count == 0) {
      return;
    }
    double radius = RADIUS * Math.sqrt((double) count / most);
    String words =
        String.format(
            Locale.ROOT,
            "%d\u00b0 to %d\u00b0: %s",
            fromDegrees,
            fromDegrees + Axiality.BIN_DEGREES,
            Numbers.count(count, "defect", "defects"));
    for (int turn = 0; turn <= 180; turn += 180) {
      double from = Math.toRadians(fromDegrees + turn);
      double to = Math.toRadians(fromDegrees + turn + Axiality.BIN_DEGREES);
      page.open(
          "path",
          "class",
          "bar",
          "d",
          String.format(
              Locale.ROOT,
              "M%.1f %.1fL%.2f %.2fA%.2f %.2f 0 0 0 %.2f %.2fZ",
              CENTER_X,
              CENTER_Y,
              CENTER_X + radius * Math.cos(from),
              CENTER_Y - radius * Math.sin(from),
              radius,
              radius,
              CENTER_X + radius * Math.cos(to),
              CENTER_Y - radius * Math.sin(to)));
      page.element("title", words).close();
    }
  }
}
