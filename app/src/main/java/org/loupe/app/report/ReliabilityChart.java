package org.loupe.app.report;

import java.util.List;
import org.loupe.app.report.Plot.Point;

/** How often a label is there, against the probability that the model gave. */
final class ReliabilityChart {

  private ReliabilityChart() {}

  static void draw(Markup page, List<ReliabilityBin> bins) {
    Plot plot =
        new Plot(
            page,
            "Share of answers with a label against probability",
            "probability that the model gave",
            "share that has a label",
            2);
    plot.line("ideal", new Point(0, 0), new Point(1, 1));
    List<ReliabilityBin> filled = bins.stream().filter(b -> b.answers() > 0).toList();
    plot.curve(
        "curve center",
        filled.stream().map(b -> new Point(b.meanProbability(), b.shareRight())).toList());
    int all = bins.stream().mapToInt(ReliabilityBin::answers).sum();
    for (ReliabilityBin bin : filled) {
      // the area of a dot goes with the number of answers
      plot.dot(
          "mark center",
          new Point(bin.meanProbability(), bin.shareRight()),
          2.5 + 8 * Math.sqrt((double) bin.answers() / all));
    }
    plot.legendCurve("ideal", "what a perfect calibration gives");
    plot.legendDot("mark center", "this model; larger dots hold more answers");
    plot.close();
  }
}
