package org.loupe.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.loupe.defect.MeasurementFlag;
import org.loupe.micrograph.Calibration;

/**
 * What a report of sizes from transmission electron micrographs should say, and what of it this
 * page already says.
 *
 * <p>The topics are those that ISO 21363:2020, <i>Nanotechnologies: Measurements of particle size
 * and shape distributions by transmission electron microscopy</i>, deals with, in our own words: a
 * help to remember, no claim of conformity.
 */
final class ReportingChecklist {

  private static final String YOURS = "for you to add";

  private ReportingChecklist() {}

  /** What the checklist is. */
  static final String INTRODUCTION =
      "A checklist after the topics of ISO 21363:2020, in our own words. What Loupe knows is"
          + " filled in; it is no statement of conformity.";

  /**
   * One topic.
   *
   * @param topic what a report should say
   * @param said what Loupe knows of it
   */
  record Row(String topic, String said) {

    /** Returns whether Loupe cannot know it. */
    boolean isYours() {
      return said.equals(YOURS);
    }
  }

  static void write(
      Markup page, AnalysisReport report, JsonNode run, Optional<ResultFigures> figures) {
    page.element("h2", "What to report");
    page.element("p", INTRODUCTION, "class", "quiet");
    page.open("div", "class", "wide").open("table", "class", "list").open("tbody");
    for (Row row : rows(report, run, figures)) {
      page.open("tr").element("td", row.topic(), "class", "name");
      page.element("td", row.said(), "class", row.isYours() ? "name yours" : "name");
      page.close();
    }
    page.close().close().close();
  }

  /** Returns the topics with what is known of them. */
  static List<Row> rows(AnalysisReport report, JsonNode run, Optional<ResultFigures> figures) {
    List<Row> rows = new ArrayList<>();
    add(rows, "Laboratory, operator, date of the images", YOURS);
    add(rows, "Specimen: material, history, how the foil was made", YOURS);
    add(
        rows,
        "Microscope: type, voltage, mode, magnification, diffraction condition, camera",
        YOURS);
    add(rows, "How the fields were chosen", YOURS);
    JsonNode thickness = run.at("/settings/statistics/thicknessNm");
    add(
        rows,
        "Foil thickness, for densities per volume",
        thickness.isNumber()
            ? Numbers.significant(thickness.asDouble())
                + " nm, relative uncertainty "
                + Numbers.significant(
                    run.at("/settings/statistics/thicknessRelativeUncertainty").asDouble())
                + "; how it was measured is for you to add"
            : YOURS);
    add(rows, "Images", images(report));
    add(rows, "Calibration", calibration(report));
    add(
        rows,
        "What counts as a particle",
        "class \""
            + run.at("/model/class").asText()
            + "\" as found by "
            + run.at("/model/name").asText()
            + " (SHA-256 "
            + run.at("/model/sha256").asText()
            + ")"
            + (run.at("/corrections/images").asInt() > 0
                ? ", corrected by people on "
                    + Numbers.count(run.at("/corrections/images").asLong(), "image", "images")
                : ""));
    add(rows, "Software and settings", "loupe " + run.path("version").asText() + "; see below");
    add(rows, "Particles measured", Numbers.whole(report.defects()));
    add(
        rows,
        "Particles at the frame",
        Numbers.count(
                report.flags().getOrDefault(MeasurementFlag.TOUCHES_EDGE, 0), "touches", "touch")
            + " it by the ellipse; see touches_edge and edge_weight in defects.csv, and"
            + " defects_touching_edge in images.csv, which also counts boxes at the frame");
    add(
        rows,
        "Size and shape",
        "axes, orientation and area of the ellipse of each, Feret diameters: defects.csv; the"
            + " diameter is the major axis unless the figures say otherwise");
    add(rows, "Size distribution", distribution(figures));
    add(
        rows,
        "Uncertainty",
        figures.isPresent()
            ? "95 % intervals beside the figures, with their method, and what they are made of"
            : "no figures");
    add(rows, "Raw data", "defects.csv, images.csv, overlays/, run.json beside this page");
    return List.copyOf(rows);
  }

  private static void add(List<Row> rows, String topic, String said) {
    rows.add(new Row(topic, said));
  }

  private static String images(AnalysisReport report) {
    long analyzed = report.micrographs().stream().filter(m -> m.error().isEmpty()).count();
    List<String> sizes =
        report.micrographs().stream()
            .filter(m -> m.error().isEmpty())
            .map(m -> m.widthPx() + " \u00d7 " + m.heightPx())
            .distinct()
            .limit(5)
            .toList();
    return Numbers.count(analyzed, "image", "images")
        + (sizes.size() < 5 && !sizes.isEmpty()
            ? " of " + String.join(", ", sizes) + " px"
            : "; sizes in images.csv");
  }

  private static String calibration(AnalysisReport report) {
    List<Calibration> known =
        report.micrographs().stream().flatMap(m -> m.calibration().stream()).toList();
    if (known.isEmpty()) {
      return "unknown";
    }
    double least = known.stream().mapToDouble(Calibration::pixelSizeNm).min().orElseThrow();
    double most = known.stream().mapToDouble(Calibration::pixelSizeNm).max().orElseThrow();
    String sources =
        known.stream()
            .map(Calibration::source)
            .distinct()
            .limit(5)
            .collect(Collectors.joining("; "));
    return Numbers.significant(least)
        + (most > least ? " to " + Numbers.significant(most) : "")
        + " nm a pixel, by "
        + sources;
  }

  private static String distribution(Optional<ResultFigures> figures) {
    return figures
        .flatMap(
            f ->
                f.sizes()
                    .map(
                        s ->
                            "by number; classes of "
                                + Numbers.plain(s.binWidth())
                                + " "
                                + f.unit()
                                + " ("
                                + s.rule()
                                + "); log-normal of greatest likelihood: median "
                                + Numbers.significant(s.median())
                                + " "
                                + f.unit()
                                + ", geometric standard deviation "
                                + Numbers.decimal(s.geometricSd())))
        .orElse("none");
  }
}
