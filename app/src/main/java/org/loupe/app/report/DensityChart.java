package org.loupe.app.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.loupe.statistics.ConfidenceInterval;

/** The number density of every calibrated micrograph, beside that of all. */
final class DensityChart {

  /** With more micrographs than this the bars of their intervals would only be a gray cloud. */
  private static final int MOST_INTERVALS = 120;

  /** How far above the images' own intervals the chart reaches for that of all together. */
  private static final double WIDEST = 1.5;

  private DensityChart() {}

  static void draw(
      Chart.Ground ground, List<ReportedMicrograph> micrographs, ResultFigures figures) {
    List<ReportedMicrograph> calibrated =
        micrographs.stream().filter(m -> m.calibration().isPresent()).toList();
    boolean intervals = calibrated.size() <= MOST_INTERVALS;
    double most = 0;
    for (ReportedMicrograph micrograph : calibrated) {
      most =
          Math.max(
              most,
              intervals
                  ? micrograph.densityInterval().map(ConfidenceInterval::upper).orElse(0.0)
                  : micrograph.densityPerM2());
    }
    ConfidenceInterval pooled = figures.densityInterval().orElseThrow();
    // of two or three images that differ the interval may be so wide that nothing else would show
    most = Math.max(most, Math.min(pooled.upper(), WIDEST * most));
    int exponent = most > 0 ? (int) Math.floor(Math.log10(most)) : 0;
    double power = Math.pow(10, exponent);
    int last = micrographs.get(micrographs.size() - 1).number();
    Chart chart =
        ground.open(
            "Number density of each image",
            "number of the image in the table",
            Diagram.Axis.ofWholes(0, last + 1),
            "defects per area, 10" + Numbers.superscript(exponent) + " m\u207b\u00b2",
            Diagram.Axis.around(0, most / power),
            2);
    chart.band("band", pooled.lower() / power, Math.min(pooled.upper(), most) / power);
    double density = figures.density().orElse(0) / power;
    Diagram.Axis across = Diagram.Axis.ofWholes(0, last + 1);
    chart.line(
        "pooled",
        new Diagram.Point(across.from(), density),
        new Diagram.Point(across.to(), density));
    for (ReportedMicrograph micrograph : calibrated) {
      Optional<ConfidenceInterval> interval = micrograph.densityInterval();
      if (intervals && interval.isPresent()) {
        chart.line(
            "whisker",
            new Diagram.Point(micrograph.number(), interval.get().lower() / power),
            new Diagram.Point(micrograph.number(), interval.get().upper() / power));
      }
      chart.dot(
          "dot",
          new Diagram.Point(micrograph.number(), micrograph.densityPerM2() / power),
          intervals ? 3.5 : 1.8,
          String.format(
              Locale.ROOT,
              "%d %s: %s m\u207b\u00b2, %s",
              micrograph.number(),
              micrograph.image(),
              Numbers.scientific(micrograph.densityPerM2()),
              Numbers.count(micrograph.defects(), "defect", "defects")));
    }
    chart.legendBox(
        "band",
        String.format(
            Locale.ROOT,
            "all images together (n = %,d defects), 95 %% interval",
            figures.defects()));
    chart.legendCurve(
        "whisker",
        (intervals ? "one image, 95 % interval of counting alone" : "a dot: one image")
            + String.format(Locale.ROOT, " (n = %,d)", calibrated.size()));
    chart.close();
  }
}
