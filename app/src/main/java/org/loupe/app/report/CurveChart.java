package org.loupe.app.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.loupe.evaluate.MatchCounts;
import org.loupe.model.MatchFigures;
import org.loupe.model.ModelValidation;
import org.loupe.model.OperatingPoint;

/** Precision against recall by both rules, over lines of equal F1. */
final class CurveChart {

  private static final double[] F1_LINES = {0.5, 0.6, 0.7, 0.8, 0.9};
  private static final int STEPS = 40;

  private CurveChart() {}

  static void draw(Markup page, ModelValidation validation, MatchCounts candidates) {
    Plot plot = new Plot(page, "Precision against recall by both rules", "recall", "precision", 4);
    drawEqualF1Lines(plot);
    plot.curve("curve center", points(validation, OperatingPoint::center20Px));
    plot.curve("curve strict", points(validation, OperatingPoint::iou50));
    OperatingPoint chosen = validation.operatingPoint();
    mark(plot, "mark center", chosen.center20Px());
    mark(plot, "mark strict", chosen.iou50());
    plot.legendCurve("curve center", "centers within 20 px");
    plot.legendCurve("curve strict", "strict: overlap at least one half, one to one");
    plot.legendDot(
        "mark",
        String.format(
            Locale.ROOT, "operating point: probability %.2f and above", chosen.minProbability()));
    if (candidates.annotations() > 0 && candidates.detections() > 0) {
      plot.square("mark center", new Plot.Point(candidates.recall(), candidates.precision()));
      plot.legendSquare("mark center", "Module I alone, centers within 20 px");
    }
    plot.close();
  }

  /** Thresholds that leave no detection, or none that is right, have no place on the curve. */
  private static List<Plot.Point> points(
      ModelValidation validation, Function<OperatingPoint, MatchFigures> rule) {
    return validation.curve().stream()
        .map(rule)
        .filter(f -> f.precision() > 0)
        .map(CurveChart::point)
        .toList();
  }

  private static void mark(Plot plot, String style, MatchFigures figures) {
    if (figures.precision() > 0) {
      plot.dot(style, point(figures), 5);
    }
  }

  private static Plot.Point point(MatchFigures figures) {
    return new Plot.Point(figures.recall(), figures.precision());
  }

  static void drawEqualF1Lines(Plot plot) {
    for (double f1 : F1_LINES) {
      drawEqualF1(plot, f1);
    }
  }

  private static void drawEqualF1(Plot plot, double f1) {
    List<Plot.Point> points = new ArrayList<>();
    double least = f1 / (2 - f1);
    for (int i = 0; i <= STEPS; i++) {
      double recall = least + (1 - least) * i / STEPS;
      points.add(new Plot.Point(recall, f1 * recall / (2 * recall - f1)));
    }
    plot.curve("equal", points);
    plot.note(String.format(Locale.ROOT, "F1 %.1f", f1), points.get(STEPS));
  }
}
