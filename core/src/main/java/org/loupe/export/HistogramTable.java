package org.loupe.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.loupe.statistics.ConfidenceInterval;
import org.loupe.statistics.DefectStatistics;
import org.loupe.statistics.Histogram;

/** The columns of {@code histograms.csv}: one row a bin, of each image and of the set. */
final class HistogramTable {

  /**
   * One bin.
   *
   * @param image empty for the set
   * @param unit nm, or px without calibration
   */
  record Row(Optional<String> image, String unit, Histogram histogram, int bin) {

    ConfidenceInterval interval() {
      return histogram.intervals().get(bin);
    }

    Optional<Double> edge(int index, String inUnit) {
      return unit.equals(inUnit) ? Optional.of(histogram.edge(index)) : Optional.empty();
    }
  }

  static final List<Column<Row>> COLUMNS =
      List.of(
          new Column<>(
              "image", "", "Name of the micrograph; empty for all of them together", Row::image),
          new Column<>(
              "bin_from_nm",
              "nm",
              "Lower edge of the bin, which belongs to it; empty without a calibration",
              r -> r.edge(r.bin(), "nm")),
          new Column<>(
              "bin_to_nm",
              "nm",
              "Upper edge of the bin, which belongs to the next",
              r -> r.edge(r.bin() + 1, "nm")),
          new Column<>(
              "bin_from_px",
              "px",
              "Lower edge of the bin; empty where there is a calibration",
              r -> r.edge(r.bin(), "px")),
          new Column<>("bin_to_px", "px", "Upper edge of the bin", r -> r.edge(r.bin() + 1, "px")),
          new Column<>(
              "defect_count",
              "",
              "Defects whose diameter is in the bin",
              r -> r.histogram().counts()[r.bin()]),
          new Column<>(
              "edge_corrected_count",
              "",
              "Sum of their edge weights; those that touch the frame count 0",
              r -> r.histogram().edgeCorrected()[r.bin()]),
          new Column<>(
              "corrected_count",
              "",
              "The same, by the model's validation corrected for what is missed and invented where"
                  + " it is known",
              r -> r.histogram().corrected()[r.bin()]),
          new Column<>(
              "corrected_count_ci95_low",
              "",
              "Lower limit of its 95 % confidence interval, by Poisson counting in the bin",
              r -> r.interval().lower()),
          new Column<>(
              "corrected_count_ci95_high",
              "",
              "Upper limit of its 95 % confidence interval, by Poisson counting in the bin",
              r -> r.interval().upper()),
          new Column<>(
              "rule", "", "How the width of the bins was found", r -> r.histogram().rule()));

  private HistogramTable() {}

  /** Returns the rows of an image, or of the set: in nanometres if calibrated, else in pixels. */
  static List<Row> rows(
      Optional<String> image, Optional<DefectStatistics> nm, Optional<DefectStatistics> px) {
    String unit = nm.isPresent() ? "nm" : "px";
    Optional<Histogram> histogram = nm.or(() -> px).flatMap(DefectStatistics::histogram);
    List<Row> rows = new ArrayList<>();
    if (histogram.isPresent()) {
      for (int bin = 0; bin < histogram.get().bins(); bin++) {
        rows.add(new Row(image, unit, histogram.get(), bin));
      }
    }
    return rows;
  }
}
