package org.loupe.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.loupe.statistics.ConfidenceInterval;
import org.loupe.statistics.CorrectedStatistics;
import org.loupe.statistics.DefectStatistics;
import org.loupe.statistics.DetectionRates;
import org.loupe.statistics.ErrorBudget;
import org.loupe.statistics.Histogram;
import org.loupe.statistics.LogNormalFit;
import org.loupe.statistics.SetStatistics;
import org.loupe.statistics.SizeStatistics;
import org.loupe.statistics.StatisticsSettings;
import org.loupe.statistics.UncertaintySource;
import org.loupe.statistics.VolumeStatistics;

/**
 * The statistics of a set as they stand in {@code summary.json}: in nanometres over the calibrated
 * micrographs, and in pixels over all; null where undefined.
 */
final class SummaryJson {

  private final String unit;
  private final double perArea;
  private final String areaUnit;

  private SummaryJson(String unit, double perArea, String areaUnit) {
    this.unit = unit;
    this.perArea = perArea;
    this.areaUnit = areaUnit;
  }

  static ObjectNode of(SetStatistics statistics, StatisticsSettings settings) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("diameter", settings.diameter().description());
    root.put("confidence_level", ConfidenceInterval.LEVEL);
    root.put("detection_correction", settings.detectionNote());
    root.set("calibrated", new SummaryJson("nm", 1e18, "m2").part(statistics.nanometers()));
    root.set("all_in_pixels", new SummaryJson("px", 1, "px2").part(statistics.pixels()));
    return root;
  }

  /** Returns the settings as {@code run.json} records them. */
  static ObjectNode settings(StatisticsSettings settings) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("diameter", settings.diameter().name());
    node.put("shape", settings.shape().name());
    node.put("pixelSizeUncertainty", settings.pixelSizeUncertainty().orElse(null));
    node.put("thicknessNm", settings.thickness().map(t -> t.nanometers()).orElse(null));
    node.put(
        "thicknessRelativeUncertainty",
        settings.thickness().map(t -> t.relativeUncertainty()).orElse(null));
    node.put("visibleFraction", settings.visibility().map(v -> v.fraction()).orElse(null));
    node.put("visibleFractionSource", settings.visibility().map(v -> v.source()).orElse(null));
    node.put("detectionNote", settings.detectionNote());
    if (settings.detection().isPresent()) {
      node.set("detection", rates(settings.detection().get()));
    } else {
      node.putNull("detection");
    }
    node.put("bootstrapReplicates", settings.bootstrap().replicates());
    node.put("bootstrapSeed", settings.bootstrap().seed());
    return node;
  }

  private static ObjectNode rates(DetectionRates rates) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("detections", rates.detections());
    node.put("right", rates.right());
    ArrayNode classes = node.putArray("classes");
    for (DetectionRates.SizeClass size : rates.classes()) {
      classes
          .addObject()
          .put("fromPx", size.fromPx())
          .put("toPx", size.toPx())
          .put("annotations", size.annotations())
          .put("found", size.found());
    }
    return node;
  }

  private ObjectNode part(Optional<DefectStatistics> statistics) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    if (statistics.isEmpty()) {
      return node.put("images", 0);
    }
    DefectStatistics part = statistics.get();
    node.put("images", part.micrographs());
    node.put("defect_count", part.diameter().count());
    node.put("analyzed_area_" + unit + "2", part.analyzedArea());
    putSizes(node, part.diameter(), part.meanDiameterInterval());
    putDensity(node, part.numberDensity(), part.numberDensityInterval());
    node.put("defects_touching_edge", part.diameter().count() - part.edgeCorrected().defects());
    node.set("histogram", part.histogram().map(this::histogram).orElse(null));
    node.set("log_normal", part.logNormal().map(this::logNormal).orElse(null));
    node.set("edge_corrected", corrected(part.edgeCorrected()));
    node.set("detection_corrected", part.detectionCorrected().map(this::corrected).orElse(null));
    put(node, "trusted_size_" + unit, part.trustedSize());
    node.set("all_variants", part.allVariants().map(this::allVariants).orElse(null));
    node.set("error_budget", budgets(part.best().budgets()));
    return node;
  }

  private void putSizes(
      ObjectNode node, SizeStatistics diameter, Optional<ConfidenceInterval> meanInterval) {
    put(node, "mean_diameter_" + unit, diameter.mean());
    put(node, "mean_diameter_ci95_", unit, meanInterval, 1);
    put(node, "sd_diameter_" + unit, diameter.standardDeviation());
    put(node, "standard_error_diameter_" + unit, diameter.standardError());
    put(node, "median_diameter_" + unit, diameter.median());
    put(node, "d10_diameter_" + unit, diameter.d10());
    put(node, "d50_diameter_" + unit, diameter.median());
    put(node, "d90_diameter_" + unit, diameter.d90());
    put(node, "min_diameter_" + unit, diameter.min());
    put(node, "max_diameter_" + unit, diameter.max());
  }

  private void putDensity(
      ObjectNode node, OptionalDouble density, Optional<ConfidenceInterval> interval) {
    put(node, "number_density_per_" + areaUnit, times(density, perArea));
    put(node, "number_density_ci95_", "per_" + areaUnit, interval, perArea);
    if (perArea != 1) {
      put(node, "number_density_per_" + unit + "2", density);
      put(node, "number_density_ci95_", "per_" + unit + "2", interval, 1);
    }
  }

  private ObjectNode histogram(Histogram histogram) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("rule", histogram.rule());
    node.put("bin_width_" + unit, histogram.binWidth());
    ArrayNode binEdges = node.putArray("edges_" + unit);
    for (int i = 0; i <= histogram.bins(); i++) {
      binEdges.add(histogram.edge(i));
    }
    ArrayNode counts = node.putArray("counts");
    ArrayNode edges = node.putArray("edge_corrected_counts");
    ArrayNode corrected = node.putArray("corrected_counts");
    ArrayNode low = node.putArray("corrected_counts_ci95_low");
    ArrayNode high = node.putArray("corrected_counts_ci95_high");
    for (int i = 0; i < histogram.bins(); i++) {
      counts.add(histogram.counts()[i]);
      edges.add(histogram.edgeCorrected()[i]);
      corrected.add(histogram.corrected()[i]);
      low.add(histogram.intervals().get(i).lower());
      high.add(histogram.intervals().get(i).upper());
    }
    return node;
  }

  private ObjectNode logNormal(LogNormalFit fit) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("median_" + unit, fit.median());
    put(node, "median_ci95_", unit, fit.medianInterval(), 1);
    node.put("geometric_sd", fit.geometricSd());
    put(node, "geometric_sd_ci95_low", fit.geometricSdInterval().map(ConfidenceInterval::lower));
    put(node, "geometric_sd_ci95_high", fit.geometricSdInterval().map(ConfidenceInterval::upper));
    return node;
  }

  private ObjectNode corrected(CorrectedStatistics corrected) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("defect_count", corrected.defects());
    node.put("weighted_count", corrected.weightedCount());
    putSizes(node, corrected.diameter(), corrected.meanDiameterInterval());
    putDensity(node, corrected.numberDensity(), corrected.numberDensityInterval());
    node.set("volume", corrected.volume().map(SummaryJson::volume).orElse(null));
    return node;
  }

  private static ObjectNode volume(VolumeStatistics volume) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    double perVolume = 1e27;
    node.put("volume_density_per_m3", volume.density() * perVolume);
    put(node, "volume_density_ci95_", "per_m3", Optional.of(volume.densityInterval()), perVolume);
    node.put("simple_volume_density_per_m3", volume.simpleDensity() * perVolume);
    put(
        node,
        "simple_volume_density_ci95_",
        "per_m3",
        Optional.of(volume.simpleDensityInterval()),
        perVolume);
    put(node, "volume_fraction", volume.volumeFraction());
    put(node, "swelling", volume.swelling());
    put(node, "swelling_ci95_low", volume.swellingInterval().map(ConfidenceInterval::lower));
    put(node, "swelling_ci95_high", volume.swellingInterval().map(ConfidenceInterval::upper));
    return node;
  }

  private ObjectNode allVariants(DefectStatistics.AllVariants all) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("visible_fraction", all.visibility().fraction());
    node.put("source", all.visibility().source());
    putDensity(node, all.numberDensity(), all.numberDensityInterval());
    if (all.volumeDensity().isPresent()) {
      put(node, "volume_density_per_m3", times(all.volumeDensity(), 1e27));
      put(node, "volume_density_ci95_", "per_m3", all.volumeDensityInterval(), 1e27);
    }
    return node;
  }

  private ObjectNode budgets(List<ErrorBudget> budgets) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    for (ErrorBudget budget : budgets) {
      BudgetTable.FigureUnit figure = BudgetTable.FigureUnit.of(budget.quantity(), unit);
      ObjectNode one = node.putObject(budget.quantity().label());
      one.put("value", budget.value() * figure.factor());
      one.put("unit", figure.name());
      put(one, "ci95_low", Optional.of(budget.interval().lower() * figure.factor()));
      put(one, "ci95_high", Optional.of(budget.interval().upper() * figure.factor()));
      one.put("ci95_method", budget.interval().method());
      one.put("relative_standard_uncertainty", budget.relativeStandardUncertainty());
      ObjectNode shares = one.putObject("share_of_variance");
      for (UncertaintySource source : UncertaintySource.values()) {
        put(shares, source.label(), budget.share(source));
      }
    }
    return node;
  }

  private static OptionalDouble times(OptionalDouble value, double factor) {
    return value.isPresent() ? OptionalDouble.of(value.getAsDouble() * factor) : value;
  }

  private static void put(ObjectNode node, String name, OptionalDouble value) {
    put(node, name, value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty());
  }

  /** Puts a finite number, or null: JSON has no other. */
  private static void put(ObjectNode node, String name, Optional<Double> value) {
    node.put(name, value.filter(Double::isFinite).orElse(null));
  }

  private static void put(
      ObjectNode node,
      String name,
      String unit,
      Optional<ConfidenceInterval> interval,
      double factor) {
    put(node, name + "low_" + unit, interval.map(i -> i.lower() * factor));
    put(node, name + "high_" + unit, interval.map(i -> i.upper() * factor));
    interval.ifPresent(i -> node.put(name + "method", i.method()));
  }
}
