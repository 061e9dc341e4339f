package org.loupe.app.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.loupe.statistics.ConfidenceInterval;

/** The size histogram with its log-normal fit and its intervals. */
final class SizeHistogramChart {

  private static final int STEPS = 160;

  private SizeHistogramChart() {}

  static void draw(Chart.Ground ground, SizeDistribution sizes, String unit) {
    int bins = sizes.counts().length;
    double most = Arrays.stream(sizes.counts()).max().orElse(1);
    List<Diagram.Point> fit = new ArrayList<>();
    double least = Math.max(sizes.edge(0), 0);
    if (sizes.geometricSd() > 1 + 1e-9) {
      for (int i = 0; i <= STEPS; i++) {
        double size = least + (sizes.edge(bins) - least) * i / STEPS;
        double expected = size > 0 ? sizes.expected(size) : 0;
        most = Math.max(most, expected);
        fit.add(new Diagram.Point(size, expected));
      }
    }
    Chart chart =
        ground.open(
            "Histogram of the diameters",
            "diameter, " + unit,
            Diagram.Axis.around(least, sizes.edge(bins)),
            "defects in a class of " + Numbers.plain(sizes.binWidth()) + " " + unit,
            Diagram.Axis.around(0, most),
            legendLines(sizes));
    for (int i = 0; i < bins; i++) {
      chart.bar(
          "bar",
          sizes.edge(i),
          sizes.edge(i + 1),
          (double) sizes.counts()[i],
          String.format(
              Locale.ROOT,
              "%s to %s %s: %s",
              Numbers.plain(sizes.edge(i)),
              Numbers.plain(sizes.edge(i + 1)),
              unit,
              Numbers.count(sizes.counts()[i], "defect", "defects")));
    }
    chart.curve("fit", fit);
    chart.legendBox("bar", "measured, n = " + Numbers.whole(sizes.count()));
    chart.legendCurve(
        "fit",
        String.format(
            Locale.ROOT,
            "log-normal: median %s %s, geometric SD %.3f",
            Numbers.significant(sizes.median()),
            unit,
            sizes.geometricSd()));
    if (sizes.hasIntervals()) {
      ConfidenceInterval median = sizes.medianInterval().orElseThrow();
      ConfidenceInterval sd = sizes.geometricSdInterval().orElseThrow();
      chart.legendText(
          String.format(
              Locale.ROOT,
              "95 %% intervals: %s to %s %s, %.3f to %.3f",
              Numbers.significant(median.lower()),
              Numbers.significant(median.upper()),
              unit,
              sd.lower(),
              sd.upper()));
    }
    chart.close();
  }

  static int legendLines(SizeDistribution sizes) {
    return sizes.hasIntervals() ? 3 : 2;
  }
}
