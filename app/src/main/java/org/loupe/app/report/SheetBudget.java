package org.loupe.app.report;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.loupe.statistics.ErrorBudget;
import org.loupe.statistics.UncertaintySource;

/** What the variance of each figure is made of, as bars divided by source. */
final class SheetBudget {

  private static final double LEFT = 74;
  private static final double RIGHT = 12;
  private static final double TOP = 8;
  private static final double ROW = 30;
  private static final double BAR = 16;

  /** Colors that people with any color vision tell apart (Okabe and Ito 2008). */
  private static final int[] COLORS = {0x56B4E9, 0xE69F00, 0x009E73, 0xF0E442, 0xCC79A7, 0xD55E00};

  /** Where the columns of the legend begin. */
  private static final double[] LEGEND = {10, 80, 165};

  private SheetBudget() {}

  static double height(List<ErrorBudget> budgets) {
    return TOP + ROW * budgets.size() + 83;
  }

  static void draw(Sheet sheet, List<ErrorBudget> budgets, String sample) {
    double width = SheetChart.WIDTH - LEFT - RIGHT;
    double bottom = TOP + ROW * budgets.size();
    for (int i = 0; i < budgets.size(); i++) {
      ErrorBudget budget = budgets.get(i);
      double y = TOP + ROW * i + (ROW - BAR) / 2;
      String name = budget.quantity().label().replace('_', ' ');
      sheet.text(name, LEFT - 5, y + 7, SheetChart.LETTERS, Sheet.Anchor.END, 0);
      sheet.text(
          String.format(Locale.ROOT, "\u00b1 %.1f %%", 100 * budget.relativeStandardUncertainty()),
          LEFT - 5,
          y + 16,
          SheetChart.LETTERS,
          Sheet.Anchor.END,
          0);
      double x = LEFT;
      for (UncertaintySource source : UncertaintySource.values()) {
        OptionalDouble share = budget.share(source);
        if (share.isPresent() && share.getAsDouble() > 0) {
          Shape part = new Rectangle2D.Double(x, y, width * share.getAsDouble(), BAR);
          sheet.fill(part, color(source));
          sheet.stroke(part, new Sheet.Pen(SheetChart.INK, 0.4));
          x += width * share.getAsDouble();
        }
      }
    }
    for (int percent = 0; percent <= 100; percent += 20) {
      double x = LEFT + width * percent / 100;
      sheet.stroke(new Line2D.Double(x, bottom, x, bottom + 3), new Sheet.Pen(SheetChart.INK, 0.7));
      sheet.text(
          Integer.toString(percent), x, bottom + 12, SheetChart.LETTERS, Sheet.Anchor.MIDDLE, 0);
    }
    sheet.stroke(
        new Rectangle2D.Double(LEFT, TOP, width, bottom - TOP), new Sheet.Pen(SheetChart.INK, 0.7));
    sheet.text(
        "share of the variance, %",
        LEFT + width / 2, bottom + 24, SheetChart.LETTERS + 1, Sheet.Anchor.MIDDLE, 0);
    legend(sheet, budgets, bottom + 40);
    sheet.text(
        "\u00b1: standard uncertainty, all known sources together",
        SheetChart.WIDTH / 2,
        bottom + 66,
        SheetChart.LETTERS,
        Sheet.Anchor.MIDDLE,
        0);
    sheet.text(
        sample, SheetChart.WIDTH / 2, bottom + 77, SheetChart.LETTERS, Sheet.Anchor.MIDDLE, 0);
  }

  private static void legend(Sheet sheet, List<ErrorBudget> budgets, double top) {
    int place = 0;
    for (UncertaintySource source : UncertaintySource.values()) {
      if (budgets.stream().noneMatch(b -> b.relativeVariances().containsKey(source))) {
        continue;
      }
      double x = LEGEND[place % LEGEND.length];
      int row = place / LEGEND.length;
      double y = top + 12.0 * row;
      Shape box = new Rectangle2D.Double(x, y - 6, 8, 7);
      sheet.fill(box, color(source));
      sheet.stroke(box, new Sheet.Pen(SheetChart.INK, 0.4));
      sheet.text(
          source.label().replace('_', ' '), x + 12, y, SheetChart.LETTERS, Sheet.Anchor.START, 0);
      place++;
    }
  }

  private static Color color(UncertaintySource source) {
    int place = List.of(UncertaintySource.values()).indexOf(source);
    return new Color(COLORS[place % COLORS.length]);
  }
}
