package org.loupe.export;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.loupe.defect.MicrographOutcome;
import org.loupe.defect.MicrographResult;
import org.loupe.micrograph.Calibration;
import org.loupe.statistics.ConfidenceInterval;
import org.loupe.statistics.DefectStatistics;

/** The columns of {@code images.csv}: one row an image. */
final class ImageTable {

  /** Value of the column {@code status} of a micrograph that was analyzed. */
  static final String DONE = "done";

  /** Value of the column {@code status} of a micrograph that was not. */
  static final String FAILED = "failed";

  /** One row, with its statistics computed once: in pixels, and in nanometres if calibrated. */
  record Row(
      MicrographOutcome outcome, Optional<DefectStatistics> px, Optional<DefectStatistics> nm) {

    static Row of(MicrographOutcome outcome) {
      return new Row(
          outcome,
          outcome.result().map(DefectStatistics::inPixels),
          outcome.result().flatMap(DefectStatistics::inNanometers));
    }

    <T> Optional<T> result(Function<MicrographResult, T> value) {
      return outcome.result().map(value);
    }

    Optional<Calibration> calibration() {
      return outcome.result().flatMap(MicrographResult::calibration);
    }
  }

  private static final String AREA = "Area that was analyzed";
  private static final String MEAN = "Arithmetic mean of the major axis length";
  private static final String LOW = "Lower limit of the 95 % confidence interval of the ";
  private static final String HIGH = "Upper limit of the 95 % confidence interval of the ";
  private static final String BOOTSTRAP = "mean diameter, by bootstrap of the defects";
  private static final String SD = "Sample standard deviation of the major axis length";
  private static final String MEDIAN = "Median of the major axis length";
  private static final String DENSITY = "Defects per analyzed area, not corrected for edges";
  private static final String POISSON = "number density, by Poisson counting statistics (Garwood)";
  private static final double NM2_PER_M2 = 1e18;

  static final List<Column<Row>> COLUMNS =
      List.of(
          text(
              "image",
              "Name of the micrograph: its path below the input folder",
              r -> r.outcome().image()),
          text("status", "done or failed", r -> r.outcome().result().isPresent() ? DONE : FAILED),
          text("error", "What went wrong, and the remedy", r -> r.outcome().error()),
          new Column<>(
              "width_px",
              "px",
              "Width of the micrograph",
              r -> r.result(MicrographResult::widthPx)),
          new Column<>(
              "height_px",
              "px",
              "Height of the micrograph",
              r -> r.result(MicrographResult::heightPx)),
          new Column<>(
              "pixel_size_nm",
              "nm",
              "Side of a pixel; empty if unknown",
              r -> r.calibration().map(Calibration::pixelSizeNm)),
          text(
              "calibration_source",
              "Where the pixel size came from; empty if unknown",
              r -> r.calibration().map(Calibration::source)),
          nm("analyzed_area_nm2", "nm^2", AREA, DefectStatistics::analyzedArea),
          px("analyzed_area_px2", "px^2", AREA, DefectStatistics::analyzedArea),
          new Column<>(
              "defect_count",
              "",
              "Number of defects",
              r -> r.result(result -> result.defects().size())),
          nm("mean_diameter_nm", "nm", MEAN, s -> s.diameter().mean()),
          nm(
              "mean_diameter_ci95_low_nm",
              "nm",
              LOW + BOOTSTRAP,
              s -> low(s.meanDiameterInterval())),
          nm(
              "mean_diameter_ci95_high_nm",
              "nm",
              HIGH + BOOTSTRAP,
              s -> high(s.meanDiameterInterval())),
          nm("sd_diameter_nm", "nm", SD, s -> s.diameter().standardDeviation()),
          nm("median_diameter_nm", "nm", MEDIAN, s -> s.diameter().median()),
          px("mean_diameter_px", "px", MEAN, s -> s.diameter().mean()),
          px(
              "mean_diameter_ci95_low_px",
              "px",
              LOW + BOOTSTRAP,
              s -> low(s.meanDiameterInterval())),
          px(
              "mean_diameter_ci95_high_px",
              "px",
              HIGH + BOOTSTRAP,
              s -> high(s.meanDiameterInterval())),
          px("sd_diameter_px", "px", SD, s -> s.diameter().standardDeviation()),
          px("median_diameter_px", "px", MEDIAN, s -> s.diameter().median()),
          nm("number_density_per_m2", "m^-2", DENSITY, s -> s.numberDensity() * NM2_PER_M2),
          nm(
              "number_density_ci95_low_per_m2",
              "m^-2",
              LOW + POISSON,
              s -> s.numberDensityInterval().lower() * NM2_PER_M2),
          nm(
              "number_density_ci95_high_per_m2",
              "m^-2",
              HIGH + POISSON,
              s -> s.numberDensityInterval().upper() * NM2_PER_M2),
          px("number_density_per_px2", "px^-2", DENSITY, DefectStatistics::numberDensity),
          px(
              "number_density_ci95_low_per_px2",
              "px^-2",
              LOW + POISSON,
              s -> s.numberDensityInterval().lower()),
          px(
              "number_density_ci95_high_per_px2",
              "px^-2",
              HIGH + POISSON,
              s -> s.numberDensityInterval().upper()),
          text(
              "intensity_mapping",
              "Rule that made the detector's 8 bits of the micrograph's intensities",
              r -> r.result(MicrographResult::intensityMapping)),
          text(
              "notes",
              "What to know about how the micrograph was read",
              r -> r.result(result -> String.join("; ", result.notes()))),
          new Column<>(
              "elapsed_ms",
              "ms",
              "Time from reading to the measured result",
              r -> (double) Math.round(r.outcome().elapsedMs())));

  private ImageTable() {}

  private static OptionalDouble low(Optional<ConfidenceInterval> interval) {
    return interval.isPresent()
        ? OptionalDouble.of(interval.get().lower())
        : OptionalDouble.empty();
  }

  private static OptionalDouble high(Optional<ConfidenceInterval> interval) {
    return interval.isPresent()
        ? OptionalDouble.of(interval.get().upper())
        : OptionalDouble.empty();
  }

  private static Column<Row> text(String name, String definition, Function<Row, Object> value) {
    return new Column<>(name, "", definition, value);
  }

  private static Column<Row> px(
      String name, String unit, String definition, Function<DefectStatistics, Object> value) {
    return new Column<>(name, unit, definition, r -> r.px().map(value));
  }

  private static Column<Row> nm(
      String name, String unit, String definition, Function<DefectStatistics, Object> value) {
    return new Column<>(name, unit, definition, r -> r.nm().map(value));
  }
}
