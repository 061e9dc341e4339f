package org.loupe.app.report;

import java.awt.Color;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.util.Arrays;
import java.util.Locale;

/** The orientations of long axes as a rose, one column wide: areas are numbers of defects. */
final class SheetRose {

  static final double HEIGHT = 222;

  private static final double RADIUS = 78;
  private static final double CENTER_X = SheetChart.WIDTH / 2;
  private static final double CENTER_Y = 96;

  private SheetRose() {}

  static void draw(Sheet sheet, Axiality orientations) {
    long[] counts = orientations.counts();
    long most = Math.max(1, Arrays.stream(counts).max().orElse(1));
    for (int i = 1; i <= 2; i++) {
      double r = RADIUS * Math.sqrt(i / 2.0);
      sheet.stroke(circle(r), new Sheet.Pen(0xB0B0B0, 0.5));
    }
    for (int i = 0; i < counts.length; i++) {
      double radius = RADIUS * Math.sqrt((double) counts[i] / most);
      for (int turn = 0; turn <= 180 && counts[i] > 0; turn += 180) {
        Arc2D petal =
            new Arc2D.Double(
                CENTER_X - radius,
                CENTER_Y - radius,
                2 * radius,
                2 * radius,
                (double) i * Axiality.BIN_DEGREES + turn,
                Axiality.BIN_DEGREES,
                Arc2D.PIE);
        sheet.fill(petal, new Color(0x56B4E9));
        sheet.stroke(petal, new Sheet.Pen(0x2C6E91, 0.4));
      }
    }
    for (int degrees = 0; degrees < 360; degrees += 45) {
      double x = CENTER_X + (RADIUS + 12) * Math.cos(Math.toRadians(degrees));
      double y = CENTER_Y - (RADIUS + 9) * Math.sin(Math.toRadians(degrees)) + 2.7;
      sheet.text(degrees % 180 + "\u00b0", x, y, SheetChart.LETTERS, Sheet.Anchor.MIDDLE, 0);
    }
    orientations.meanDegrees().ifPresent(mean -> axis(sheet, mean));
    String[] lines = {
      String.format(
          Locale.ROOT,
          "n = %,d defects, axis ratio at least %.1f; outer ring: %,d in %d\u00b0",
          orientations.count(),
          Axiality.LEAST_RATIO,
          most,
          Axiality.BIN_DEGREES),
      String.format(
          Locale.ROOT,
          "%s; resultant length %.2f",
          orientations
              .meanDegrees()
              .map(mean -> String.format(Locale.ROOT, "mean axis (dashed) %.0f\u00b0", mean))
              .orElse("no common axis (Rayleigh, 5 %)"),
          orientations.resultantLength())
    };
    for (int i = 0; i < lines.length; i++) {
      sheet.text(
          lines[i], CENTER_X, HEIGHT - 18 + 12 * i, SheetChart.LETTERS, Sheet.Anchor.MIDDLE, 0);
    }
  }

  private static Ellipse2D circle(double radius) {
    return new Ellipse2D.Double(CENTER_X - radius, CENTER_Y - radius, 2 * radius, 2 * radius);
  }

  private static void axis(Sheet sheet, double degrees) {
    double dx = RADIUS * Math.cos(Math.toRadians(degrees));
    double dy = -RADIUS * Math.sin(Math.toRadians(degrees));
    sheet.stroke(
        new Line2D.Double(CENTER_X - dx, CENTER_Y - dy, CENTER_X + dx, CENTER_Y + dy),
        new Sheet.Pen(new Color(0xD55E00), 1.3, 4));
  }
}
