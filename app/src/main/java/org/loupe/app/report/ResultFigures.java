package org.loupe.app.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.loupe.statistics.ConfidenceInterval;
import org.loupe.statistics.CorrectedStatistics;
import org.loupe.statistics.DefectStatistics;
import org.loupe.statistics.ErrorBudget;
import org.loupe.statistics.LogNormalFit;
import org.loupe.statistics.SetStatistics;
import org.loupe.statistics.SizeStatistics;
import org.loupe.statistics.VolumeStatistics;

/**
 * The final numbers of a set as the report shows them: the one place that knows what the statistics
 * hold.
 *
 * @param unit of lengths: nm if a micrograph is calibrated, else px
 * @param micrographs that the figures are of
 * @param defects that the figures are of
 * @param density the pooled number density per square metre; empty without calibration
 * @param densityInterval its interval
 * @param sizes the distribution of the diameters; empty without defects
 * @param rows the figures
 * @param budgets what the uncertainty of the best figures is made of
 */
record ResultFigures(
    String unit,
    int micrographs,
    long defects,
    OptionalDouble density,
    Optional<ConfidenceInterval> densityInterval,
    Optional<SizeDistribution> sizes,
    List<Row> rows,
    List<ErrorBudget> budgets) {

  /** What a count is called if nothing is left out, and if something is. */
  private static final String EVERY = "Defects";

  private static final String SOME = "Defects on images with a pixel size";

  private static final double NM2_PER_M2 = 1e18;
  private static final double NM3_PER_M3 = 1e27;

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
        .map(part -> new Rows("nm").of(part, part.micrographs() == all(statistics) ? EVERY : SOME))
        .or(() -> statistics.pixels().map(part -> new Rows("px").of(part, EVERY)));
  }

  private static int all(SetStatistics statistics) {
    return statistics.pixels().map(DefectStatistics::micrographs).orElse(0);
  }

  /** Writes the rows of one unit of length. */
  private static final class Rows {

    private final String unit;
    private final boolean calibrated;
    private final List<Row> rows = new ArrayList<>();

    Rows(String unit) {
      this.unit = unit;
      this.calibrated = unit.equals("nm");
    }

    ResultFigures of(DefectStatistics part, String count) {
      rows.add(new Row(count, Numbers.whole(part.diameter().count()), "", ""));
      rows.add(
          new Row(
              "Analyzed area",
              calibrated
                  ? Numbers.significant(part.analyzedArea() / 1e6) + " \u00b5m\u00b2"
                  : Numbers.scientific(part.analyzedArea()) + " px\u00b2",
              "",
              Numbers.count(part.micrographs(), "image", "images")));
      addDensity("Number density", part.numberDensity(), part.numberDensityInterval());
      addLength("Mean diameter", part.diameter().mean(), part.meanDiameterInterval());
      addSpread(part.diameter());
      part.logNormal().ifPresent(this::addFit);
      addCorrected("corrected for edges", part.edgeCorrected());
      part.detectionCorrected()
          .ifPresent(corrected -> addCorrected("corrected for edges and detection", corrected));
      addAllVariants(part);
      if (part.trustedSize().isPresent()) {
        addLength("Detection can be trusted from a size of", part.trustedSize(), Optional.empty());
      }
      return new ResultFigures(
          unit,
          part.micrographs(),
          part.diameter().count(),
          calibrated ? scaled(part.numberDensity(), NM2_PER_M2) : OptionalDouble.empty(),
          calibrated
              ? part.numberDensityInterval().map(i -> i.scaled(NM2_PER_M2))
              : Optional.empty(),
          part.histogram().flatMap(h -> part.logNormal().map(fit -> SizeDistribution.of(h, fit))),
          List.copyOf(rows),
          part.best().budgets());
    }

    private void addSpread(SizeStatistics diameter) {
      addLength("Standard deviation of the diameter", diameter.standardDeviation());
      addLength("Standard error of the mean, by counting", diameter.standardError());
      addLength("Median diameter", diameter.median());
      addLength("D10: a tenth of the defects is smaller", diameter.d10());
      addLength("D90: a tenth of the defects is larger", diameter.d90());
      addLength("Smallest", diameter.min());
      addLength("Largest", diameter.max());
    }

    private void addFit(LogNormalFit fit) {
      addLength("Log-normal: median", OptionalDouble.of(fit.median()), fit.medianInterval());
      rows.add(
          new Row(
              "Log-normal: geometric standard deviation",
              ratio(fit.geometricSd()),
              fit.geometricSdInterval()
                  .map(i -> range(ratio(i.lower()), ratio(i.upper())))
                  .orElse(""),
              fit.geometricSdInterval().map(ConfidenceInterval::method).orElse("")));
    }

    private void addCorrected(String how, CorrectedStatistics corrected) {
      addDensity(
          "Number density, " + how, corrected.numberDensity(), corrected.numberDensityInterval());
      if (corrected.diameter().mean().isPresent()) {
        addLength(
            "Mean diameter, " + how, corrected.diameter().mean(), corrected.meanDiameterInterval());
      }
      corrected.volume().ifPresent(volume -> addVolume(how, volume));
    }

    private void addVolume(String how, VolumeStatistics volume) {
      addVolumeDensity(
          "Volume density, " + how,
          OptionalDouble.of(volume.density()),
          Optional.of(volume.densityInterval()));
      if (volume.swelling().isPresent()) {
        rows.add(
            new Row(
                "Swelling, " + how,
                Numbers.significant(100 * volume.swelling().getAsDouble()) + " %",
                volume
                    .swellingInterval()
                    .map(
                        i ->
                            range(
                                Numbers.significant(100 * i.lower()),
                                Numbers.significant(100 * i.upper())))
                    .orElse(""),
                ""));
      }
    }

    private void addAllVariants(DefectStatistics part) {
      part.allVariants()
          .ifPresent(
              all -> {
                addDensity(
                    "Number density of all variants, seen and unseen",
                    all.numberDensity(),
                    all.numberDensityInterval());
                addVolumeDensity(
                    "Volume density of all variants, seen and unseen",
                    all.volumeDensity(),
                    all.volumeDensityInterval());
              });
    }

    private void addDensity(
        String name, OptionalDouble density, Optional<ConfidenceInterval> interval) {
      if (density.isPresent()) {
        double factor = calibrated ? NM2_PER_M2 : 1;
        addPower(
            name,
            density.getAsDouble(),
            interval,
            factor,
            calibrated ? " m\u207b\u00b2" : " px\u207b\u00b2");
      }
    }

    private void addVolumeDensity(
        String name, OptionalDouble density, Optional<ConfidenceInterval> interval) {
      if (density.isPresent() && calibrated) {
        addPower(name, density.getAsDouble(), interval, NM3_PER_M3, " m\u207b\u00b3");
      }
    }

    private void addPower(
        String name,
        double value,
        Optional<ConfidenceInterval> interval,
        double factor,
        String suffix) {
      rows.add(
          new Row(
              name,
              Numbers.scientific(value * factor) + suffix,
              interval
                  .map(
                      i ->
                          range(
                              Numbers.scientific(i.lower() * factor),
                              Numbers.scientific(i.upper() * factor)))
                  .orElse(""),
              interval.map(ConfidenceInterval::method).orElse("")));
    }

    private void addLength(String name, OptionalDouble value) {
      if (value.isPresent()) {
        addLength(name, value, Optional.empty());
      }
    }

    private void addLength(
        String name, OptionalDouble value, Optional<ConfidenceInterval> interval) {
      rows.add(
          new Row(
              name,
              value.isPresent()
                  ? Numbers.significant(value.getAsDouble()) + " " + unit
                  : "undefined",
              interval
                  .map(i -> range(Numbers.significant(i.lower()), Numbers.significant(i.upper())))
                  .orElse(""),
              interval.map(ConfidenceInterval::method).orElse("")));
    }

    private static OptionalDouble scaled(OptionalDouble value, double factor) {
      return value.isPresent() ? OptionalDouble.of(value.getAsDouble() * factor) : value;
    }

    private static String ratio(double value) {
      return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "\u221e";
    }

    private static String range(String lower, String upper) {
      return lower + " to " + upper;
    }
  }
}
