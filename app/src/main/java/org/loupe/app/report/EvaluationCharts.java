package org.loupe.app.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.loupe.app.report.Plot.Axis;
import org.loupe.app.report.Plot.Point;
import org.loupe.evaluate.BlandAltman;
import org.loupe.evaluate.Evaluation;
import org.loupe.evaluate.MatchCounts;
import org.loupe.evaluate.MatchingRule;
import org.loupe.evaluate.MeasuredLabels;
import org.loupe.evaluate.PeopleAgreement;
import org.loupe.evaluate.PrecisionRecallCurve;
import org.loupe.evaluate.RuleFigures;
import org.loupe.evaluate.SizeAgreement;
import org.loupe.model.SizeClassRecall;

/** The charts of an evaluation. */
final class EvaluationCharts {

  private EvaluationCharts() {}

  /** Precision against recall of what is judged, by both rules. */
  static void drawCurves(Markup page, Evaluation evaluation) {
    Plot plot = new Plot(page, "Precision against recall by both rules", "recall", "precision", 4);
    CurveChart.drawEqualF1Lines(plot);
    RuleFigures paper = evaluation.reported().paper();
    RuleFigures strict = evaluation.reported().strict();
    plot.curve("curve center", points(paper));
    plot.curve("curve strict", points(strict));
    mark(plot, "mark center", paper.pooled());
    mark(plot, "mark strict", strict.pooled());
    plot.legendCurve("curve center", paperName(evaluation.settings().paper()));
    plot.legendCurve("curve strict", "strict rule, IoU " + evaluation.settings().strict().minIou());
    plot.legendDot("mark", "what is reported");
    if (evaluation.moduleOne().isPresent()) {
      MatchCounts candidates = evaluation.moduleOne().get().paper().pooled();
      if (isDefined(candidates)) {
        plot.square("mark center", point(candidates));
      }
      plot.legendSquare("mark center", "Module I alone, paper rule");
    }
    plot.close();
  }

  /** The machine's curve and people's points, by one rule. */
  static void drawPeople(
      Markup page,
      PeopleAgreement people,
      java.util.function.Function<PeopleAgreement.Member, RuleFigures> rule,
      String style) {
    RuleFigures machine = rule.apply(people.members().get(0));
    Plot plot =
        new Plot(
            page,
            "People and the machine against the reference, " + machine.rule().id() + " rule",
            "recall against the reference",
            "precision against the reference",
            3);
    CurveChart.drawEqualF1Lines(plot);
    plot.curve("curve " + style, points(machine));
    mark(plot, "mark " + style, machine.pooled());
    for (PeopleAgreement.Member member : people.members()) {
      MatchCounts counts = rule.apply(member).pooled();
      if (member.kind() == PeopleAgreement.Kind.PERSON && isDefined(counts)) {
        plot.dot("person", point(counts), 6);
        plot.note(member.name(), point(counts));
      }
    }
    plot.legendCurve("curve " + style, machine.rule().id() + " rule, machine at all thresholds");
    plot.legendDot("mark " + style, "machine as it is reported");
    plot.legendDot("person", "a person");
    plot.close();
  }

  /** Recall by size of the annotation, by both rules. */
  static void drawSizes(Markup page, Evaluation evaluation) {
    List<SizeClassRecall> classes = new ArrayList<>();
    List<RuleFigures.SizeClass> strict = evaluation.reported().strict().sizes();
    List<RuleFigures.SizeClass> paper = evaluation.reported().paper().sizes();
    for (int i = 0; i < strict.size(); i++) {
      if (strict.get(i).counts().annotations() > 0) {
        classes.add(
            new SizeClassRecall(
                strict.get(i).fromPx(),
                Math.min(1e6, strict.get(i).toPx()),
                strict.get(i).counts().annotations(),
                paper.get(i).counts().recall(),
                strict.get(i).counts().recall()));
      }
    }
    if (!classes.isEmpty()) {
      SizeChart.draw(page, classes, "paper rule");
    }
  }

  /** The share of the defects that are smaller, of labels and results. */
  static void drawDistributions(Markup page, SizeAgreement sizes) {
    double[] labels = sorted(sizes, true);
    double[] results = sorted(sizes, false);
    double most = 0;
    for (double[] side : List.of(labels, results)) {
      most = Math.max(most, side.length == 0 ? 0 : side[side.length - 1]);
    }
    if (most == 0) {
      return;
    }
    Plot plot =
        new Plot(
            page,
            "Share of defects below a diameter",
            "diameter (" + sizes.unit() + ")",
            Axis.around(0, most),
            "share that is smaller",
            Axis.around(0, 1),
            2);
    plot.curve("curve label", steps(labels));
    plot.curve("curve result", steps(results));
    plot.legendCurve("curve label", "labels, " + Numbers.count(labels.length, "defect", "defects"));
    plot.legendCurve(
        "curve result", "results, " + Numbers.count(results.length, "defect", "defects"));
    plot.close();
  }

  private static double[] sorted(SizeAgreement sizes, boolean labels) {
    return sizes.images().stream()
        .flatMapToDouble(i -> Arrays.stream(labels ? i.labels() : i.results()))
        .sorted()
        .toArray();
  }

  private static List<Point> steps(double[] sorted) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < sorted.length; i++) {
      points.add(new Point(sorted[i], (double) i / sorted.length));
      points.add(new Point(sorted[i], (i + 1.0) / sorted.length));
    }
    return points;
  }

  /** Draws the differences of measured labels in a figure of its own, if there are two and more. */
  static void drawDifferences(Markup page, MeasuredLabels.Figures measured) {
    measured
        .agreement()
        .ifPresent(
            agreement -> {
              page.open("figure");
              drawDifferences(page, "px", agreement);
              page.close();
            });
  }

  /** Differences over means of matched defects. */
  static void drawDifferences(Markup page, String unit, BlandAltman agreement) {
    double least = agreement.lowerLimit();
    double most = agreement.upperLimit();
    double smallest = Double.POSITIVE_INFINITY;
    double largest = 0;
    for (BlandAltman.Pair pair : agreement.pairs()) {
      least = Math.min(least, pair.difference());
      most = Math.max(most, pair.difference());
      smallest = Math.min(smallest, pair.mean());
      largest = Math.max(largest, pair.mean());
    }
    Axis across = Axis.around(smallest, largest);
    Plot plot =
        new Plot(
            page,
            "Difference of the diameters over their mean",
            "mean of label and result (" + unit + ")",
            across,
            "result less label (" + unit + ")",
            Axis.around(Math.min(0, least), Math.max(0, most)),
            2);
    agreement.pairs().forEach(p -> plot.dot("pair", new Point(p.mean(), p.difference()), 2.5));
    across(plot, across, "bias", agreement.bias());
    across(plot, across, "limit", agreement.lowerLimit());
    across(plot, across, "limit", agreement.upperLimit());
    plot.legendCurve("bias", String.format(Locale.ROOT, "bias %.2f", agreement.bias()));
    plot.legendCurve(
        "limit",
        String.format(
            Locale.ROOT,
            "limits of agreement %.2f and %.2f",
            agreement.lowerLimit(),
            agreement.upperLimit()));
    plot.close();
  }

  private static void across(Plot plot, Axis axis, String style, double y) {
    plot.line(style, new Point(axis.from(), y), new Point(axis.to(), y));
  }

  static String paperName(MatchingRule.Paper rule) {
    double px = rule.tolerancePx();
    String number = px == Math.rint(px) ? Long.toString((long) px) : Double.toString(px);
    return "paper rule, centers within " + number + " px";
  }

  private static List<Point> points(RuleFigures figures) {
    return figures.curve().map(PrecisionRecallCurve::points).orElse(List.of()).stream()
        .filter(p -> isDefined(p.counts()) && p.counts().matchedDetections() > 0)
        .map(p -> point(p.counts()))
        .toList();
  }

  private static void mark(Plot plot, String style, MatchCounts counts) {
    if (isDefined(counts)) {
      plot.dot(style, point(counts), 5);
    }
  }

  private static boolean isDefined(MatchCounts counts) {
    return counts.annotations() > 0 && counts.detections() > 0;
  }

  private static Point point(MatchCounts counts) {
    return new Point(counts.recall(), counts.precision());
  }
}
