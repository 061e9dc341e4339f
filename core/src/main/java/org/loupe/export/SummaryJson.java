package org.loupe.export;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalDouble;
import org.loupe.statistics.ConfidenceInterval;
import org.loupe.statistics.DefectStatistics;
import org.loupe.statistics.SetStatistics;
import org.loupe.statistics.SizeStatistics;

/**
 * The statistics of a set as they stand in {@code summary.json}: in nanometres over the calibrated
 * micrographs, and in pixels over all; null where undefined.
 */
final class SummaryJson {

  private SummaryJson() {}

  static ObjectNode of(SetStatistics statistics) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("diameter", "major axis length of the ellipse");
    root.put("confidence_level", ConfidenceInterval.LEVEL);
    root.set("calibrated", part(statistics.nanometers(), "nm", 1e18, "m2"));
    root.set("all_in_pixels", part(statistics.pixels(), "px", 1, "px2"));
    return root;
  }

  private static ObjectNode part(
      Optional<DefectStatistics> statistics, String unit, double perArea, String areaUnit) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    if (statistics.isEmpty()) {
      return node.put("images", 0);
    }
    DefectStatistics part = statistics.get();
    SizeStatistics diameter = part.diameter();
    node.put("images", part.micrographs());
    node.put("defect_count", diameter.count());
    node.put("analyzed_area_" + unit + "2", part.analyzedArea());
    put(node, "mean_diameter_" + unit, diameter.mean());
    put(node, "mean_diameter_ci95_", unit, part.meanDiameterInterval(), 1);
    put(node, "sd_diameter_" + unit, diameter.standardDeviation());
    put(node, "standard_error_diameter_" + unit, diameter.standardError());
    put(node, "median_diameter_" + unit, diameter.median());
    put(node, "d10_diameter_" + unit, diameter.d10());
    put(node, "d90_diameter_" + unit, diameter.d90());
    put(node, "min_diameter_" + unit, diameter.min());
    put(node, "max_diameter_" + unit, diameter.max());
    node.put("number_density_per_" + areaUnit, part.numberDensity() * perArea);
    put(
        node,
        "number_density_ci95_",
        "per_" + areaUnit,
        Optional.of(part.numberDensityInterval()),
        perArea);
    return node;
  }

  private static void put(ObjectNode node, String name, OptionalDouble value) {
    if (value.isPresent()) {
      node.put(name, value.getAsDouble());
    } else {
      node.putNull(name);
    }
  }

  private static void put(
      ObjectNode node,
      String name,
      String unit,
      Optional<ConfidenceInterval> interval,
      double factor) {
    if (interval.isPresent()) {
      node.put(name + "low_" + unit, interval.get().lower() * factor);
      node.put(name + "high_" + unit, interval.get().upper() * factor);
      node.put(name + "method", interval.get().method());
    } else {
      node.putNull(name + "low_" + unit);
      node.putNull(name + "high_" + unit);
    }
  }
}
