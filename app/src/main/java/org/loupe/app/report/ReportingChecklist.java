package org.loupe.app.report;

import com.fasterxml.jackson.databind.JsonNode;
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

  static void write(
      Markup page, AnalysisReport report, JsonNode run, Optional<ResultFigures> figures) {
    page.element("h2", "What to report");
    page.element(
        "p",
        "A checklist after the topics of ISO 21363:2020, in our own words. What Loupe knows is"
            + " filled in; it is no statement of conformity.",
        "class",
        "quiet");
    page.open("div", "class", "wide").open("table", "class", "list").open("tbody");
    row(page, "Laboratory, operator, date of the images", YOURS);
    row(page, "Specimen: material, history, how the foil was made", YOURS);
    row(
        page,
        "Microscope: type, voltage, mode, magnification, diffraction condition, camera",
        YOURS);
    row(page, "How the fields were chosen", YOURS);
    row(page, "Foil thickness, for densities per volume", YOURS);
    row(page, "Images", images(report));
    row(page, "Calibration", calibration(report));
    row(
        page,
        "What counts as a particle",
        "class \""
            + run.at("/model/class").asText()
            + "\" as found by "
            + run.at("/model/name").asText()
            + " (SHA-256 "
            + run.at("/model/sha256").asText()
            + ")");
    row(page, "Software and settings", "loupe " + run.path("version").asText() + "; see below");
    row(page, "Particles measured", Numbers.whole(report.defects()));
    row(
        page,
        "Particles at the frame",
        Numbers.count(
                report.flags().getOrDefault(MeasurementFlag.TOUCHES_EDGE, 0), "touches", "touch")
            + " it; see touches_edge and edge_weight in defects.csv");
    row(
        page,
        "Size and shape",
        "axes, orientation and area of the ellipse of each, Feret diameters: defects.csv; the"
            + " diameter is the major axis unless the figures say otherwise");
    row(page, "Size distribution", distribution(figures));
    row(
        page,
        "Uncertainty",
        figures.isPresent()
            ? "95 % intervals beside the figures, with their method, and what they are made of"
            : "no figures");
    row(page, "Raw data", "defects.csv, images.csv, overlays/, run.json beside this page");
    page.close().close().close();
  }

  private static void row(Markup page, String topic, String said) {
    page.open("tr").element("td", topic, "class", "name");
    if (said.equals(YOURS)) {
      page.element("td", YOURS, "class", "name yours");
    } else {
      page.element("td", said, "class", "name");
    }
    page.close();
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
