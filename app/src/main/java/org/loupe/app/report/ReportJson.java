package org.loupe.app.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.loupe.evaluate.MatchCounts;
import org.loupe.model.MatchFigures;
import org.loupe.model.ModelValidation;
import org.loupe.model.OperatingPoint;
import org.loupe.model.SizeClassRecall;
import org.loupe.screen.ScreeningSettings;
import org.loupe.training.ScreeningValidation;
import org.loupe.training.TrainedModel;
import org.loupe.training.ValidatedMicrograph;
import org.loupe.trust.TrustBasis;

/** The report for programs; a figure that is undefined is null. */
final class ReportJson {

  private static final String CENTER = "center_20px";
  private static final String STRICT = "iou_50";

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private ReportJson() {}

  static String text(
      TrainingReport.Provenance provenance,
      TrainedModel trained,
      ReportFigures figures,
      MeasuredSizes measured) {
    ModelValidation validation = trained.validation();
    ObjectNode root = JSON.createObjectNode();
    root.put("program", "loupe");
    root.put("version", provenance.programVersion());
    root.put("title", provenance.title());
    root.put("command", provenance.command());
    root.put("dataset", provenance.dataset());
    root.put("elapsed_s", provenance.elapsed().toSeconds());
    root.put("method", validation.method());
    root.putObject("rules").put(CENTER, Group.centerRule()).put(STRICT, Group.strictRule());
    root.set("operating_point", point(validation.operatingPoint()));
    root.set("all", put(JSON.createObjectNode(), figures.all()));
    ArrayNode curve = root.putArray("curve");
    validation.curve().forEach(p -> curve.add(point(p)));
    putSizes(root.putArray("by_size"), validation);
    if (!measured.isEmpty()) {
      ObjectNode sizes = root.putObject("measurement_iou_50").put("method", measured.method());
      MeasurementReport.put(sizes, measured.ofModel());
      ObjectNode methods = sizes.putObject("by_method");
      measured.byMethod().forEach((name, of) -> MeasurementReport.put(methods.putObject(name), of));
    }
    putCalibration(root.putObject("calibration"), trained, figures);
    trained.trust().ifPresent(trust -> root.set("trust", trust(trust)));
    ObjectNode disagreements = root.putObject("disagreements_iou_50");
    for (Disagreement.Kind kind : Disagreement.Kind.values()) {
      ObjectNode side = disagreements.withObjectProperty(kind.missed() ? "misses" : "false_alarms");
      side.put(kind.id(), figures.disagreements(kind).size());
    }
    if (!figures.bySet().isEmpty()) {
      ArrayNode sets = root.putArray("by_set");
      figures.bySet().forEach((name, group) -> put(sets.addObject().put("set", name), group));
    }
    ArrayNode folds = root.putArray("by_fold");
    figures.byFold().forEach((fold, group) -> put(folds.addObject().put("fold", fold + 1), group));
    ArrayNode series = root.putArray("by_series");
    figures.bySeries().forEach((name, group) -> put(series.addObject().put("series", name), group));
    ArrayNode micrographs = root.putArray("by_micrograph");
    for (ValidatedMicrograph micrograph : trained.micrographs()) {
      ObjectNode node = micrographs.addObject();
      node.put("image", micrograph.micrograph().name());
      node.put("series", micrograph.micrograph().series());
      node.put("fold", micrograph.fold() + 1);
      put(node, Group.of(java.util.List.of(micrograph), figures.minProbability()));
    }
    try {
      return JSON.writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree in memory can always be written", e);
    }
  }

  private static ObjectNode trust(TrustBasis trust) {
    ObjectNode node = JSON.createObjectNode();
    node.put("micrographs", trust.domain().points().size());
    node.put("out_of_domain", trust.domain().exceeding());
    trust
        .f1()
        .ifPresent(
            f1 ->
                node.putObject("predicted_f1")
                    .put("mean", f1.mean())
                    .put("error", f1.error())
                    .put("error_of_the_mean", f1.constantError())
                    .put("micrographs", f1.micrographs()));
    return node;
  }

  private static ObjectNode point(OperatingPoint point) {
    ObjectNode node = JSON.createObjectNode();
    node.put("min_probability", point.minProbability());
    node.set(CENTER, rates(point.center20Px()));
    node.set(STRICT, rates(point.iou50()));
    return node;
  }

  private static ObjectNode rates(MatchFigures figures) {
    return JSON.createObjectNode()
        .put("recall", figures.recall())
        .put("precision", figures.precision())
        .put("f1", figures.f1());
  }

  private static ObjectNode put(ObjectNode node, Group group) {
    node.put("micrographs", group.micrographs());
    node.put("labels", group.labels());
    ObjectNode alone = node.putObject("module_1_alone");
    alone.put("candidates", group.candidates());
    put(alone, "candidates_per_label", group.candidatesPerLabel());
    alone.set(CENTER, counts(group.candidatesCenter()));
    alone.set(STRICT, counts(group.candidatesStrict()));
    ObjectNode both = node.putObject("modules_1_and_2");
    both.put("detections", group.detections());
    both.set(CENTER, counts(group.center()));
    both.set(STRICT, counts(group.strict()));
    return node;
  }

  private static ObjectNode counts(MatchCounts counts) {
    ObjectNode node = JSON.createObjectNode();
    node.put("labels_found", counts.matchedAnnotations());
    node.put("right", counts.matchedDetections());
    put(node, "recall", counts.recall());
    put(node, "precision", counts.precision());
    put(node, "f1", counts.f1());
    return node;
  }

  private static void putSizes(ArrayNode sizes, ModelValidation validation) {
    for (SizeClassRecall size : validation.recallBySize()) {
      ObjectNode node = sizes.addObject();
      node.put("from_px", size.fromPx());
      put(node, "to_px", SizeChart.isOpen(size) ? Double.NaN : size.toPx());
      node.put("labels", size.annotations());
      node.putObject(CENTER).put("recall", size.center20Px());
      node.putObject(STRICT).put("recall", size.iou50());
    }
  }

  private static void putCalibration(ObjectNode node, TrainedModel trained, ReportFigures figures) {
    ScreeningSettings screening = trained.screener().settings();
    node.put("temperature", screening.temperature());
    node.put("offset", screening.offset());
    node.put("expected_error", trained.validation().calibrationError());
    node.put("right_from_iou", ScreeningValidation.RIGHT_IOU);
    ArrayNode bins = node.putArray("bins");
    for (ReliabilityBin bin : figures.bins()) {
      ObjectNode one = bins.addObject();
      one.put("from", bin.from());
      one.put("to", bin.to());
      one.put("answers", bin.answers());
      put(one, "mean_probability", bin.meanProbability());
      put(one, "share_right", bin.shareRight());
    }
  }

  /** Puts a number, or null where it is undefined: JSON knows no NaN. */
  private static void put(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value);
    } else {
      node.putNull(name);
    }
  }
}
