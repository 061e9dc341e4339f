package org.loupe.app.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.loupe.evaluate.Evaluation;
import org.loupe.evaluate.Mark;
import org.loupe.evaluate.MarkedMicrograph;
import org.loupe.evaluate.Matching.Partner;
import org.loupe.evaluate.RuleFigures;
import org.loupe.evaluate.SizeAgreement;
import org.loupe.export.Column;
import org.loupe.statistics.ConfidenceInterval;
import org.loupe.statistics.SizeStatistics;

/** The tables of an evaluation, each column declared once. */
final class EvaluationTables {

  private static final double NM2_PER_M2 = 1e18;

  /** What is known of one image. */
  record ImageRow(
      MarkedMicrograph micrograph,
      RuleFigures.Image paper,
      RuleFigures.Image strict,
      Optional<RuleFigures.Image> candidatesPaper,
      Optional<RuleFigures.Image> candidatesStrict,
      SizeAgreement.Image sizes,
      OptionalDouble elapsedMs) {

    private OptionalDouble nm(OptionalDouble px) {
      return px.isPresent() && micrograph.pixelSizeNm().isPresent()
          ? OptionalDouble.of(px.getAsDouble() * micrograph.pixelSizeNm().getAsDouble())
          : OptionalDouble.empty();
    }

    private OptionalDouble perSquareMeter(int count) {
      return micrograph.areaNm2().isPresent()
          ? OptionalDouble.of(count / micrograph.areaNm2().getAsDouble() * NM2_PER_M2)
          : OptionalDouble.empty();
    }

    private SizeStatistics labels() {
      return sizes.labelStatistics();
    }

    private SizeStatistics results() {
      return sizes.resultStatistics();
    }
  }

  /** One mark and what it matches. */
  record MatchRow(
      String image, String side, int number, Mark mark, Partner paper, Partner strict) {}

  static final List<Column<ImageRow>> IMAGES = imageColumns();

  static final List<Column<MatchRow>> MATCHES =
      List.of(
          text("image", "Name of the micrograph in the labeled set", MatchRow::image),
          text("side", "annotation, by people, or detection, which is judged", MatchRow::side),
          text("number", "Number of the mark among those of its side, from 1", MatchRow::number),
          text("class", "Class of the mark; empty if it has none", r -> r.mark().defectClass()),
          text(
              "score",
              "Probability or score of a detection, as its program gave it; empty for people",
              r -> r.mark().score()),
          px("center_x_px", "x of the box's center", r -> r.mark().box().centerX()),
          px("center_y_px", "y of the box's center", r -> r.mark().box().centerY()),
          px("box_width_px", "Width of the box", r -> r.mark().box().width()),
          px("box_height_px", "Height of the box", r -> r.mark().box().height()),
          new Column<>(
              "major_axis_length_px",
              "px",
              "Major axis of the ellipse; empty if the mark has none",
              r -> r.mark().ellipse().map(e -> e.majorAxisLength())),
          text(
              "paper_match",
              "Number of the nearest mark of the other side whose center is within the tolerance;"
                  + " empty if none is: a miss or a false alarm by the paper rule",
              r -> number(r.paper())),
          new Column<>(
              "paper_distance_px",
              "px",
              "Larger of the distances of the two centers in x and in y",
              r -> r.paper().measure()),
          text(
              "strict_match",
              "Number of the mark of the other side that is matched one to one; empty if none is: a"
                  + " miss or a false alarm by the strict rule",
              r -> number(r.strict())),
          text(
              "strict_iou", "Intersection over union of the two marks", r -> r.strict().measure()));

  private EvaluationTables() {}

  private static List<Column<ImageRow>> imageColumns() {
    List<Column<ImageRow>> columns = new ArrayList<>();
    columns.add(
        text("image", "Name of the micrograph in the labeled set", r -> r.micrograph().name()));
    columns.add(
        text("annotations", "Defects that people marked", r -> r.paper().counts().annotations()));
    columns.add(
        text("detections", "Defects that are judged", r -> r.paper().counts().detections()));
    addRule(columns, "paper", ImageRow::paper);
    addRule(columns, "strict", ImageRow::strict);
    columns.add(
        text(
            "module1_candidates",
            "Candidates of Module I, before screening; empty where only results are judged or"
                + " nothing screens",
            r -> r.candidatesPaper().map(c -> c.counts().detections())));
    columns.add(
        text(
            "module1_paper_recall",
            "Recall of Module I alone by the paper rule",
            r -> r.candidatesPaper().map(c -> c.counts().recall())));
    columns.add(
        text(
            "module1_strict_recall",
            "Recall of Module I alone by the strict rule",
            r -> r.candidatesStrict().map(c -> c.counts().recall())));
    columns.add(
        new Column<>(
            "pixel_size_nm",
            "nm",
            "Side of a pixel; empty if unknown",
            r -> r.micrograph().pixelSizeNm()));
    addSizes(columns);
    columns.add(
        text(
            "number_error",
            "(detections - annotations) / annotations; the number density has the same error",
            r -> r.sizes().numberError()));
    columns.add(
        new Column<>(
            "label_number_density_per_m2",
            "m^-2",
            "Annotations per area; empty without a pixel size",
            r -> r.perSquareMeter(r.labels().count())));
    columns.add(
        new Column<>(
            "result_number_density_per_m2",
            "m^-2",
            "Detections per area; empty without a pixel size",
            r -> r.perSquareMeter(r.results().count())));
    columns.add(
        new Column<>(
            "elapsed_ms",
            "ms",
            "Time of the machine for the image; empty if unknown",
            ImageRow::elapsedMs));
    return List.copyOf(columns);
  }

  private static void addRule(
      List<Column<ImageRow>> columns, String id, Function<ImageRow, RuleFigures.Image> figures) {
    String rule = " by the " + id + " rule";
    columns.add(
        text(
            id + "_found",
            "Annotations that are matched" + rule,
            r -> figures.apply(r).counts().matchedAnnotations()));
    columns.add(
        text(
            id + "_right",
            "Detections that are matched" + rule,
            r -> figures.apply(r).counts().matchedDetections()));
    columns.add(
        text(
            id + "_recall",
            "Share of the annotations that are matched" + rule + "; empty without annotations",
            r -> figures.apply(r).counts().recall()));
    addLimits(columns, id + "_recall", r -> figures.apply(r).recall());
    columns.add(
        text(
            id + "_precision",
            "Share of the detections that are matched" + rule + "; empty without detections",
            r -> figures.apply(r).counts().precision()));
    addLimits(columns, id + "_precision", r -> figures.apply(r).precision());
    columns.add(
        text(
            id + "_f1",
            "Harmonic mean of recall and precision" + rule + "; empty if either is undefined",
            r -> figures.apply(r).counts().f1()));
  }

  private static void addLimits(
      List<Column<ImageRow>> columns,
      String name,
      Function<ImageRow, Optional<ConfidenceInterval>> interval) {
    columns.add(
        text(
            name + "_lower",
            "Lower limit of its 95 % interval (Wilson)",
            r -> interval.apply(r).map(ConfidenceInterval::lower)));
    columns.add(
        text(
            name + "_upper",
            "Upper limit of its 95 % interval (Wilson)",
            r -> interval.apply(r).map(ConfidenceInterval::upper)));
  }

  private static void addSizes(List<Column<ImageRow>> columns) {
    columns.add(
        px("label_mean_diameter_px", "Mean diameter of the annotations", r -> r.labels().mean()));
    columns.add(
        px("result_mean_diameter_px", "Mean diameter of the detections", r -> r.results().mean()));
    columns.add(
        px(
            "label_sd_diameter_px",
            "Standard deviation of the annotations' diameters",
            r -> r.labels().standardDeviation()));
    columns.add(
        px(
            "result_sd_diameter_px",
            "Standard deviation of the detections' diameters",
            r -> r.results().standardDeviation()));
    columns.add(
        nm(
            "label_mean_diameter_nm",
            "Mean diameter of the annotations",
            r -> r.nm(r.labels().mean())));
    columns.add(
        nm(
            "result_mean_diameter_nm",
            "Mean diameter of the detections",
            r -> r.nm(r.results().mean())));
    columns.add(
        nm(
            "label_sd_diameter_nm",
            "Standard deviation of the annotations' diameters",
            r -> r.nm(r.labels().standardDeviation())));
    columns.add(
        nm(
            "result_sd_diameter_nm",
            "Standard deviation of the detections' diameters",
            r -> r.nm(r.results().standardDeviation())));
  }

  static List<ImageRow> imageRows(JudgedResults judged) {
    Evaluation evaluation = judged.evaluation();
    List<ImageRow> rows = new ArrayList<>();
    for (int i = 0; i < evaluation.micrographs().size(); i++) {
      int at = i;
      MarkedMicrograph micrograph = evaluation.micrographs().get(i);
      Double elapsed = judged.elapsedMs().get(micrograph.name());
      rows.add(
          new ImageRow(
              micrograph,
              evaluation.reported().paper().images().get(i),
              evaluation.reported().strict().images().get(i),
              evaluation.moduleOne().map(stage -> stage.paper().images().get(at)),
              evaluation.moduleOne().map(stage -> stage.strict().images().get(at)),
              evaluation.pixels().images().get(i),
              elapsed == null ? OptionalDouble.empty() : OptionalDouble.of(elapsed)));
    }
    return rows;
  }

  static List<MatchRow> matchRows(Evaluation evaluation) {
    List<MatchRow> rows = new ArrayList<>();
    for (int i = 0; i < evaluation.micrographs().size(); i++) {
      MarkedMicrograph m = evaluation.micrographs().get(i);
      RuleFigures.Image paper = evaluation.reported().paper().images().get(i);
      RuleFigures.Image strict = evaluation.reported().strict().images().get(i);
      add(
          rows,
          m.name(),
          "annotation",
          m.annotations(),
          paper.matching().ofAnnotations(),
          strict.matching().ofAnnotations());
      add(
          rows,
          m.name(),
          "detection",
          m.detections(),
          paper.matching().ofDetections(),
          strict.matching().ofDetections());
    }
    return rows;
  }

  private static void add(
      List<MatchRow> rows,
      String image,
      String side,
      List<Mark> marks,
      List<Partner> paper,
      List<Partner> strict) {
    for (int i = 0; i < marks.size(); i++) {
      rows.add(new MatchRow(image, side, i + 1, marks.get(i), paper.get(i), strict.get(i)));
    }
  }

  private static Object number(Partner partner) {
    return partner.matches() ? partner.index() + 1 : "";
  }

  private static <R> Column<R> text(String name, String definition, Function<R, Object> value) {
    return new Column<>(name, "", definition, value);
  }

  private static <R> Column<R> px(String name, String definition, Function<R, Object> value) {
    return new Column<>(name, "px", definition, value);
  }

  private static <R> Column<R> nm(String name, String definition, Function<R, Object> value) {
    return new Column<>(name, "nm", definition + "; empty without a pixel size", value);
  }
}
