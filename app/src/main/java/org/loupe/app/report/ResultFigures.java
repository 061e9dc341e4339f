package org.loupe.app.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.loupe.statistics.ConfidenceInterval;
import org.loupe.statistics.DefectStatistics;
import org.loupe.statistics.SetStatistics;
import org.loupe.statistics.SizeStatistics;

/**
 * The final numbers of a set as the report shows them: the one place that knows what the statistics
 * hold.
 *
 * @param unit of lengths: nm if a micrograph is calibrated, else px
 * @param micrographs that the figures are of
 * @param density the pooled number density per square metre; empty without calibration
 * @param densityInterval its interval
 * @param rows the figures
 */
record ResultFigures(
    String unit,
    int micrographs,
    OptionalDouble density,
    Optional<ConfidenceInterval> densityInterval,
    List<Row> rows) {

  /** What a count is called if nothing is left out, and if something is. */
  private static final String EVERY = "Defects";

  private static final String SOME = "Defects on images with a pixel size";

  private static final double NM2_PER_M2 = 1e18;

  /**
   * One figure.
   *
   * @param name what it is
   * @param value with its unit
   * @param interval 95 % interval; empty if it has none
   * @param remark how it was found; empty if its name says so
   */
  record Row(String name, String value, String interval, String remark) {}

  /** Returns the figures; in nanometres over the calibrated micrographs if there is one. */
  static Optional<ResultFigures> of(SetStatistics statistics) {
    return statistics
        .nanometers()
        .map(part -> of(part, "nm", part.micrographs() == all(statistics) ? EVERY : SOME))
        .or(() -> statistics.pixels().map(part -> of(part, "px", EVERY)));
  }

  private static int all(SetStatistics statistics) {
    return statistics.pixels().map(DefectStatistics::micrographs).orElse(0);
  }

  private static ResultFigures of(DefectStatistics part, String unit, String count) {
    List<Row> rows = new ArrayList<>();
    SizeStatistics diameter = part.diameter();
    boolean calibrated = unit.equals("nm");
    rows.add(new Row(count, Numbers.whole(diameter.count()), "", ""));
    rows.add(
        new Row(
            "Analyzed area",
            calibrated
                ? Numbers.significant(part.analyzedArea() / 1e6) + " \u00b5m\u00b2"
                : Numbers.scientific(part.analyzedArea()) + " px\u00b2",
            "",
            Numbers.count(part.micrographs(), "image", "images")));
    double perArea = calibrated ? NM2_PER_M2 : 1;
    ConfidenceInterval density = scaled(part.numberDensityInterval(), perArea);
    rows.add(
        new Row(
            "Number density",
            Numbers.scientific(part.numberDensity() * perArea)
                + (calibrated ? " m\u207b\u00b2" : " px\u207b\u00b2"),
            range(Numbers.scientific(density.lower()), Numbers.scientific(density.upper())),
            density.method()));
    rows.add(
        new Row(
            "Mean diameter",
            length(diameter.mean(), unit),
            part.meanDiameterInterval().map(ResultFigures::range).orElse(""),
            part.meanDiameterInterval().map(ConfidenceInterval::method).orElse("")));
    add(rows, "Standard deviation of the diameter", diameter.standardDeviation(), unit);
    add(rows, "Standard error of the mean, by counting", diameter.standardError(), unit);
    add(rows, "Median diameter", diameter.median(), unit);
    add(rows, "D10: a tenth of the defects is smaller", diameter.d10(), unit);
    add(rows, "D90: a tenth of the defects is larger", diameter.d90(), unit);
    add(rows, "Smallest", diameter.min(), unit);
    add(rows, "Largest", diameter.max(), unit);
    return new ResultFigures(
        unit,
        part.micrographs(),
        calibrated ? OptionalDouble.of(part.numberDensity() * perArea) : OptionalDouble.empty(),
        calibrated ? Optional.of(density) : Optional.empty(),
        List.copyOf(rows));
  }

  private static void add(List<Row> rows, String name, OptionalDouble value, String unit) {
    if (value.isPresent()) {
      rows.add(new Row(name, length(value, unit), "", ""));
    }
  }

  private static String length(OptionalDouble value, String unit) {
    return value.isPresent() ? Numbers.significant(value.getAsDouble()) + " " + unit : "undefined";
  }

  private static ConfidenceInterval scaled(ConfidenceInterval interval, double factor) {
    return new ConfidenceInterval(
        interval.lower() * factor, interval.upper() * factor, interval.method());
  }

  private static String range(ConfidenceInterval interval) {
    return range(Numbers.significant(interval.lower()), Numbers.significant(interval.upper()));
  }

  private static String range(String lower, String upper) {
    return lower + " to " + upper;
  }
}
