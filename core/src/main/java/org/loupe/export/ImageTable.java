package org.loupe.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import org.loupe.defect.AnalyzedRegion;
import org.loupe.defect.ExclusionKind;
import org.loupe.defect.MicrographOutcome;
import org.loupe.defect.MicrographResult;
import org.loupe.defect.Revision;
import org.loupe.defect.Trust;
import org.loupe.geometry.Box;
import org.loupe.micrograph.BurntInScaleBar;
import org.loupe.micrograph.Calibration;
import org.loupe.statistics.ConfidenceInterval;
import org.loupe.statistics.CorrectedStatistics;
import org.loupe.statistics.DefectStatistics;
import org.loupe.statistics.LogNormalFit;
import org.loupe.statistics.StatisticsSettings;
import org.loupe.statistics.VolumeStatistics;

/** The columns of {@code images.csv}: one row an image. */
final class ImageTable {

  /** Value of the column {@code status} of a micrograph that was analyzed. */
  static final String DONE = "done";

  /** Value of the column {@code status} of a micrograph that was not. */
  static final String FAILED = "failed";

  /** One row, with its statistics computed once: in pixels, and in nanometres if calibrated. */
  record Row(
      MicrographOutcome outcome, Optional<DefectStatistics> px, Optional<DefectStatistics> nm) {

    static Row of(MicrographOutcome outcome, StatisticsSettings settings) {
      return new Row(
          outcome,
          outcome.result().map(result -> DefectStatistics.inPixels(result, settings)),
          outcome.result().flatMap(result -> DefectStatistics.inNanometers(result, settings)));
    }

    <T> Optional<T> result(Function<MicrographResult, T> value) {
      return outcome.result().map(value);
    }

    Optional<Trust> trust() {
      return outcome.result().flatMap(MicrographResult::trust);
    }

    Optional<Calibration> calibration() {
      return outcome.result().flatMap(MicrographResult::calibration);
    }
  }

  private static final String AREA =
      "Area that was analyzed: the micrograph without what was left out";
  private static final String MEAN =
      "Arithmetic mean of the diameter: the major axis length, or what --diameter asked for";
  private static final String LOW = "Lower limit of the 95 % confidence interval of the ";
  private static final String HIGH = "Upper limit of the 95 % confidence interval of the ";
  private static final String BOOTSTRAP =
      "mean diameter, by studentized bootstrap of the defects; Student's t for fewer than 10";
  private static final String SD = "Sample standard deviation of the diameter";
  private static final String MEDIAN = "Median of the diameter, D50";
  private static final String DENSITY = "Defects per analyzed area, not corrected for edges";
  private static final String POISSON = "number density, by Poisson counting statistics (Garwood)";
  private static final double NM2_PER_M2 = 1e18;
  private static final double NM3_PER_M3 = 1e27;

  private static final List<Column<Row>> FIRST =
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
          nm("number_density_per_m2", "m^-2", DENSITY, s -> times(s.numberDensity(), NM2_PER_M2)),
          nm(
              "number_density_ci95_low_per_m2",
              "m^-2",
              LOW + POISSON,
              s -> times(low(s.numberDensityInterval()), NM2_PER_M2)),
          nm(
              "number_density_ci95_high_per_m2",
              "m^-2",
              HIGH + POISSON,
              s -> times(high(s.numberDensityInterval()), NM2_PER_M2)),
          px("number_density_per_px2", "px^-2", DENSITY, DefectStatistics::numberDensity),
          px(
              "number_density_ci95_low_per_px2",
              "px^-2",
              LOW + POISSON,
              s -> low(s.numberDensityInterval())),
          px(
              "number_density_ci95_high_per_px2",
              "px^-2",
              HIGH + POISSON,
              s -> high(s.numberDensityInterval())),
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

  private static final String EDGES =
      "; defects that touch the frame left out, the others weighted by edge_weight";
  private static final String DETECTION =
      "; corrected for the edges, and by the model's validation for what is missed and invented";
  private static final String ALL_SOURCES = ", with every source of uncertainty that is known";
  private static final String VOLUME =
      "Defects per volume, each over the slab in which its center may lie, thickness and extent";

  static final List<Column<Row>> COLUMNS = columns();

  private ImageTable() {}

  private static List<Column<Row>> columns() {
    List<Column<Row>> columns = new ArrayList<>(FIRST);
    columns.add(
        new Column<>(
            "defects_touching_edge",
            "",
            "Number of defects that reach the counting frame, or whose detection box does",
            r -> r.px().map(s -> s.diameter().count() - s.edgeCorrected().defects())));
    Length nm = new Length("nm", "per_m2", "m^-2", NM2_PER_M2, Row::nm);
    Length px = new Length("px", "per_px2", "px^-2", 1, Row::px);
    for (Length unit : List.of(nm, px)) {
      unit.addSizes(columns);
      unit.addCorrected(columns, "edge_corrected_", EDGES, s -> Optional.of(s.edgeCorrected()));
      unit.addCorrected(
          columns, "detection_corrected_", DETECTION, DefectStatistics::detectionCorrected);
    }
    columns.add(nm("number_density_per_nm2", "nm^-2", DENSITY, s -> s.numberDensity()));
    columns.add(
        nm(
            "edge_corrected_number_density_per_nm2",
            "nm^-2",
            "Number density" + EDGES,
            s -> s.edgeCorrected().numberDensity()));
    addVolume(columns);
    addTrust(columns);
    addRegion(columns);
    columns.add(
        revision(
            "detections_kept", "the machine's detections that the labels hold", Revision::kept));
    columns.add(
        revision("defects_drawn", "defects that the labels add or change", Revision::drawn));
    columns.add(
        revision(
            "detections_removed",
            "the machine's detections that the labels leave out or change",
            Revision::removed));
    return List.copyOf(columns);
  }

  private static Column<Row> revision(String name, String what, ToIntFunction<Revision> count) {
    return new Column<>(
        name,
        "",
        "Number of " + what + "; empty for an image without labels",
        r -> r.result(MicrographResult::revision).flatMap(by -> by.map(count::applyAsInt)));
  }

  /** The columns that stand in nanometres and in pixels. */
  private record Length(
      String unit,
      String perArea,
      String perAreaUnit,
      double perAreaFactor,
      Function<Row, Optional<DefectStatistics>> statistics) {

    void addSizes(List<Column<Row>> to) {
      to.add(
          length(
              "standard_error_diameter_",
              "Standard error of the mean diameter, the defects of the image being independent",
              s -> s.diameter().standardError()));
      to.add(
          length(
              "d10_diameter_",
              "Diameter that 10 % of the defects lie below",
              s -> s.diameter().d10()));
      to.add(
          length(
              "d90_diameter_",
              "Diameter that 90 % of the defects lie below",
              s -> s.diameter().d90()));
      to.add(
          length(
              "lognormal_median_",
              "Median of the log-normal distribution of greatest likelihood",
              s -> s.logNormal().map(LogNormalFit::median)));
      addLimits(
          to,
          "lognormal_median_ci95_",
          unit,
          unit,
          "log-normal median",
          s -> s.logNormal().flatMap(LogNormalFit::medianInterval));
      if (unit.equals("px")) { // a ratio: the same in every unit
        to.add(
            new Column<>(
                "lognormal_geometric_sd",
                "",
                "Geometric standard deviation of that distribution",
                r -> r.px().flatMap(DefectStatistics::logNormal).map(LogNormalFit::geometricSd)));
      }
      to.add(
          length(
              "trusted_size_",
              "Side of the detection box from which on the model finds more than half of the"
                  + " defects; empty if nobody knows",
              DefectStatistics::trustedSize));
    }

    void addCorrected(
        List<Column<Row>> to,
        String prefix,
        String how,
        Function<DefectStatistics, Optional<CorrectedStatistics>> part) {
      to.add(
          length(
              prefix + "mean_diameter_",
              "Mean diameter" + how,
              s -> part.apply(s).map(c -> c.diameter().mean())));
      addLimits(
          to,
          prefix + "mean_diameter_ci95_",
          unit,
          unit,
          prefix + "mean diameter" + ALL_SOURCES,
          s -> part.apply(s).flatMap(CorrectedStatistics::meanDiameterInterval));
      to.add(
          new Column<>(
              prefix + "number_density_" + perArea,
              perAreaUnit,
              "Number density" + how,
              r ->
                  statistics
                      .apply(r)
                      .flatMap(part)
                      .map(c -> times(c.numberDensity(), perAreaFactor))));
      addLimits(
          to,
          prefix + "number_density_ci95_",
          perArea,
          perAreaUnit,
          prefix + "number density" + ALL_SOURCES,
          s ->
              part.apply(s)
                  .flatMap(CorrectedStatistics::numberDensityInterval)
                  .map(i -> i.scaled(perAreaFactor)));
    }

    private Column<Row> length(
        String name, String definition, Function<DefectStatistics, Object> value) {
      return new Column<>(name + unit, unit, definition, r -> statistics.apply(r).map(value));
    }

    private void addLimits(
        List<Column<Row>> to,
        String prefix,
        String suffix,
        String columnUnit,
        String of,
        Function<DefectStatistics, Optional<ConfidenceInterval>> interval) {
      String words = of.replace('_', ' ');
      to.add(
          new Column<>(
              prefix + "low_" + suffix,
              columnUnit,
              LOW + words,
              r -> statistics.apply(r).map(s -> low(interval.apply(s)))));
      to.add(
          new Column<>(
              prefix + "high_" + suffix,
              columnUnit,
              HIGH + words,
              r -> statistics.apply(r).map(s -> high(interval.apply(s)))));
    }
  }

  private static void addVolume(List<Column<Row>> to) {
    to.add(
        new Column<>(
            "volume_density_per_m3",
            "m^-3",
            VOLUME,
            r -> volume(r).map(v -> v.density() * NM3_PER_M3)));
    to.add(
        new Column<>(
            "volume_density_ci95_low_per_m3",
            "m^-3",
            LOW + "volume density" + ALL_SOURCES,
            r -> volume(r).map(v -> v.densityInterval().lower() * NM3_PER_M3)));
    to.add(
        new Column<>(
            "volume_density_ci95_high_per_m3",
            "m^-3",
            HIGH + "volume density" + ALL_SOURCES,
            r -> volume(r).map(v -> v.densityInterval().upper() * NM3_PER_M3)));
    to.add(
        new Column<>(
            "simple_volume_density_per_m3",
            "m^-3",
            "Number density over the thickness, all defects taken to lie wholly in the foil",
            r -> volume(r).map(v -> v.simpleDensity() * NM3_PER_M3)));
    to.add(
        new Column<>(
            "swelling",
            "",
            "Volume of the cavities over that of the solid; only with --cavities and --thickness",
            r -> volume(r).map(VolumeStatistics::swelling)));
    to.add(
        new Column<>(
            "swelling_ci95_low",
            "",
            LOW + "swelling" + ALL_SOURCES,
            r -> volume(r).map(v -> low(v.swellingInterval()))));
    to.add(
        new Column<>(
            "swelling_ci95_high",
            "",
            HIGH + "swelling" + ALL_SOURCES,
            r -> volume(r).map(v -> high(v.swellingInterval()))));
  }

  private static void addTrust(List<Column<Row>> to) {
    to.add(
        new Column<>(
            "domain_distance",
            "",
            "How far the micrograph lies from those that the model was trained on; above 1 it is"
                + " unlike them; empty if the model does not know",
            r -> r.trust().map(Trust::domainDistance)));
    to.add(
        text(
            "out_of_domain",
            "true if the micrograph is unlike those that the model was trained on, else false;"
                + " empty if the model does not know",
            r -> r.trust().flatMap(Trust::isOutOfDomain).map(String::valueOf)));
    to.add(
        text(
            "strangest_trait",
            "What sets a micrograph out of the domain apart most; empty for the others",
            r -> r.trust().flatMap(Trust::strangestTrait)));
    to.add(
        new Column<>(
            "predicted_f1",
            "",
            "F1 to be expected, by the strict rule (one to one, IoU at least 0.5), from what the"
                + " model says of its detections; empty if unknown and out of the domain",
            r -> r.trust().map(Trust::predictedF1)));
    to.add(
        new Column<>(
            "predicted_f1_error",
            "",
            "Mean absolute error of such predictions on micrographs that the model had not learned"
                + " from",
            r -> r.trust().map(Trust::predictedF1Error)));
    to.add(
        text(
            "model_member",
            "Which member of the model found the defects: the one whose training micrographs are"
                + " most like this one, or the last; empty if the model has no other members",
            r -> r.outcome().result().flatMap(MicrographResult::member)));
  }

  private static void addRegion(List<Column<Row>> to) {
    to.add(
        new Column<>(
            "masked_fraction",
            "",
            "Share of the micrograph that was left out, 0 to 1",
            r -> region(r).map(AnalyzedRegion::excludedFraction)));
    addMasked(to, ExclusionKind.INFO_BAR, "as an info bar");
    addMasked(to, ExclusionKind.SCALE_BAR, "as a scale bar in the image, with its label");
    addMasked(to, ExclusionKind.VACUUM, "as vacuum");
    addMasked(to, ExclusionKind.MASK, "by --mask, beside what was found");
    to.add(
        new Column<>(
            "masked_detections",
            "",
            "Detections that were dropped because the center of their box was left out",
            r -> region(r).map(AnalyzedRegion::droppedDetections)));
    addFrame(to, "frame_x_px", "Left edge of the counting frame", Box::x);
    addFrame(to, "frame_y_px", "Top edge of the counting frame", Box::y);
    addFrame(
        to,
        "frame_width_px",
        "Width of the counting frame: the micrograph without info bars",
        Box::width);
    addFrame(to, "frame_height_px", "Height of the counting frame", Box::height);
    to.add(
        new Column<>(
            "scale_bar_px",
            "px",
            "Length of the scale bar drawn into the micrograph; empty if none was found",
            r -> scaleBar(r).map(BurntInScaleBar::lengthPx)));
    to.add(
        new Column<>(
            "scale_bar_uncertainty_px",
            "px",
            "By how much that length may be off",
            r -> scaleBar(r).map(BurntInScaleBar::lengthUncertaintyPx)));
    to.add(
        new Column<>(
            "scale_bar_label_nm",
            "nm",
            "Length that the label of the scale bar states; empty if it could not be read beyond"
                + " doubt",
            r -> scaleBar(r).map(BurntInScaleBar::labelNm)));
    to.add(
        new Column<>(
            "scale_bar_deviation",
            "",
            "Pixel size by scale bar and label over pixel_size_nm, less 1",
            r ->
                scaleBar(r)
                    .flatMap(bar -> r.calibration().map(c -> bar.deviation(c.pixelSizeNm())))));
    to.add(
        new Column<>(
            "scale_bar_contradicts",
            "",
            "true if that is more than 2 % and more than the ends of the bar may be off",
            r ->
                scaleBar(r)
                    .filter(bar -> bar.labelNm().isPresent())
                    .flatMap(bar -> r.calibration().map(c -> bar.contradicts(c.pixelSizeNm())))));
  }

  private static void addMasked(List<Column<Row>> to, ExclusionKind kind, String how) {
    to.add(
        new Column<>(
            "masked_" + kind.label() + "_px2",
            "px^2",
            "Pixels that were left out " + how,
            r -> region(r).map(region -> region.excludedPx2().getOrDefault(kind, 0L))));
  }

  private static void addFrame(
      List<Column<Row>> to, String name, String definition, ToDoubleFunction<Box> value) {
    to.add(
        new Column<>(
            name,
            "px",
            definition,
            r -> region(r).map(region -> value.applyAsDouble(region.frame()))));
  }

  private static Optional<AnalyzedRegion> region(Row row) {
    return row.result(MicrographResult::region);
  }

  private static Optional<BurntInScaleBar> scaleBar(Row row) {
    return region(row).flatMap(AnalyzedRegion::scaleBar);
  }

  private static Optional<VolumeStatistics> volume(Row row) {
    return row.nm().flatMap(s -> s.best().volume());
  }

  private static OptionalDouble times(OptionalDouble value, double factor) {
    return value.isPresent()
        ? OptionalDouble.of(value.getAsDouble() * factor)
        : OptionalDouble.empty();
  }

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
