package org.loupe.app.report;

import java.util.List;
import java.util.Locale;
import org.loupe.model.SizeClassRecall;

/** Recall by size as bars, both rules side by side. */
final class SizeChart {

  /** Where the class of the largest defects ends: nowhere, in words. */
  private static final double OPEN_PX = 1e6;

  private static final double LEFT = 58;
  private static final double TOP = 22;
  private static final double HEIGHT = 200;
  private static final double CLASS_WIDTH = 100;
  private static final double BAR = 34;
  private static final int TICKS = 5;

  private SizeChart() {}

  static boolean isOpen(SizeClassRecall size) {
    return size.toPx() >= OPEN_PX;
  }

  /** Returns the range of a class in words. */
  static String name(SizeClassRecall size) {
    return isOpen(size)
        ? String.format(Locale.ROOT, "%.0f and more", size.fromPx())
        : String.format(Locale.ROOT, "%.0f\u2013%.0f", size.fromPx(), size.toPx());
  }

  /**
   * Draws the bars.
   *
   * @param paperRule the publication's rule in a few words
   */
  static void draw(Markup page, List<SizeClassRecall> sizes, String paperRule) {
    double right = LEFT + Math.max(3, sizes.size()) * CLASS_WIDTH;
    double height = TOP + HEIGHT + 96;
    page.open(
        "svg",
        "viewBox",
        String.format(Locale.ROOT, "0 0 %.0f %.0f", right + 16, height),
        "width",
        right + 16,
        "height",
        height,
        "role",
        "img",
        "aria-label",
        "Recall by size of the label");
    for (int i = 0; i <= TICKS; i++) {
      double value = (double) i / TICKS;
      page.empty("line", "class", "grid", "x1", LEFT, "y1", y(value), "x2", right, "y2", y(value));
      text(page, "end", LEFT - 8, y(value) + 4, String.format(Locale.ROOT, "%.1f", value));
    }
    for (int i = 0; i < sizes.size(); i++) {
      SizeClassRecall size = sizes.get(i);
      double middle = LEFT + (i + 0.5) * CLASS_WIDTH;
      bar(page, "center", middle - BAR - 1, size.center20Px());
      bar(page, "strict", middle + 1, size.iou50());
      text(page, "middle", middle, y(0) + 18, name(size));
      text(page, "middle", middle, y(0) + 34, Numbers.count(size.annotations(), "label", "labels"));
    }
    page.element(
        "text",
        "longer side of the label, in pixels",
        "class",
        "axis",
        "text-anchor",
        "middle",
        "x",
        (LEFT + right) / 2,
        "y",
        y(0) + 58);
    page.element(
        "text",
        "recall",
        "class",
        "axis",
        "text-anchor",
        "middle",
        "transform",
        String.format(Locale.ROOT, "translate(16 %.1f) rotate(-90)", y(0.5)));
    legend(page, "center", LEFT, paperRule);
    legend(page, "strict", LEFT + 160, "strict");
    page.close();
  }

  private static void bar(Markup page, String rule, double x, double recall) {
    page.empty(
        "rect",
        "class",
        "bar " + rule,
        "x",
        x,
        "y",
        y(recall),
        "width",
        BAR,
        "height",
        y(0) - y(recall));
    text(page, "middle", x + BAR / 2, y(recall) - 4, Numbers.decimal(recall));
  }

  private static void legend(Markup page, String rule, double x, String words) {
    page.empty(
        "rect", "class", "bar " + rule, "x", x, "y", y(0) + 74, "width", 12.0, "height", 12.0);
    text(page, "start", x + 18, y(0) + 84, words);
  }

  private static void text(Markup page, String anchor, double x, double y, String words) {
    page.element("text", words, "text-anchor", anchor, "x", x, "y", y);
  }

  private static double y(double value) {
    return TOP + HEIGHT * (1 - value);
  }
}
