package org.loupe.app.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.loupe.evaluate.BlandAltman;
import org.loupe.evaluate.ClassConfusion;
import org.loupe.evaluate.Evaluation;
import org.loupe.evaluate.MatchCounts;
import org.loupe.evaluate.PeopleAgreement;
import org.loupe.evaluate.PrecisionRecallCurve;
import org.loupe.evaluate.RuleFigures;
import org.loupe.evaluate.SizeAgreement;
import org.loupe.statistics.ConfidenceInterval;
import org.loupe.statistics.SizeStatistics;

/** The evaluation for programs; a figure that is undefined is null. */
final class EvaluationJson {

  /** A curve of thousands of thresholds is thinned: the file is read by people too. */
  private static final int CURVE_POINTS = 200;

  private EvaluationJson() {}

  static ObjectNode of(JudgedResults judged) {
    JudgedResults.Origin origin = judged.origin();
    Evaluation evaluation = judged.evaluation();
    ObjectNode root = EvaluationReport.JSON.createObjectNode();
    root.put("program", "loupe");
    root.put("version", origin.programVersion());
    root.put("title", origin.title());
    root.put("command", origin.command());
    root.put("dataset", origin.dataset());
    root.put("judged", origin.judged());
    ArrayNode notes = root.putArray("notes");
    origin.notes().forEach(notes::add);
    ObjectNode rules = root.putObject("rules");
    evaluation.settings().rules().forEach(rule -> rules.put(rule.id(), rule.words()));
    root.put("micrographs", evaluation.micrographs().size());
    ObjectNode modules = root.putObject("modules");
    evaluation.moduleOne().ifPresent(stage -> putStage(modules.putObject("module_1_alone"), stage));
    putStage(modules.putObject("reported"), evaluation.reported());
    evaluation.confusion().ifPresent(c -> putConfusion(root.putObject("classes"), c));
    ObjectNode sizes = root.putObject("sizes");
    putSizes(sizes.putObject("px"), evaluation.pixels());
    evaluation.nanometers().ifPresent(s -> putSizes(sizes.putObject("nm"), s));
    judged.people().ifPresent(p -> putPeople(root.putObject("people"), p, judged));
    ObjectNode time = root.putObject("time");
    put(time, "machine_mean_ms_per_image", judged.meanElapsedMs());
    time.put("machine_images_timed", judged.elapsedMs().size());
    ObjectNode minutes = time.putObject("people_minutes_per_image");
    judged.peopleMinutes().entrySet().stream()
        .sorted(java.util.Map.Entry.comparingByKey())
        .forEach(entry -> minutes.put(entry.getKey(), entry.getValue()));
    return root;
  }

  private static void putStage(ObjectNode node, Evaluation.Stage stage) {
    node.put("detections", stage.paper().pooled().detections());
    for (RuleFigures figures : stage.rules()) {
      putRule(node.putObject(figures.rule().id()), figures);
    }
  }

  private static void putRule(ObjectNode node, RuleFigures figures) {
    putCounts(node, figures.pooled());
    putInterval(node, "recall_interval", figures.recall());
    putInterval(node, "precision_interval", figures.precision());
    putInterval(node, "f1_interval", figures.f1());
    ObjectNode means = node.putObject("mean_over_images");
    put(means, "recall", figures.meanRecall());
    put(means, "precision", figures.meanPrecision());
    put(means, "f1", figures.meanF1());
    put(
        node,
        "average_precision",
        figures
            .curve()
            .map(PrecisionRecallCurve::averagePrecision)
            .orElseGet(OptionalDouble::empty));
    ArrayNode sizes = node.putArray("by_size");
    for (RuleFigures.SizeClass size : figures.sizes()) {
      ObjectNode one = sizes.addObject();
      one.put("from_px", size.fromPx());
      put(one, "to_px", size.toPx());
      putCounts(one, size.counts());
      putInterval(one, "recall_interval", size.recall());
      putInterval(one, "precision_interval", size.precision());
    }
    figures.curve().ifPresent(curve -> putCurve(node.putArray("curve"), curve.points()));
  }

  private static void putCurve(ArrayNode array, List<PrecisionRecallCurve.Point> points) {
    int step = Math.max(1, (points.size() + CURVE_POINTS - 1) / CURVE_POINTS);
    for (int i = 0; i < points.size(); i++) {
      if (i % step == 0 || i == points.size() - 1) {
        ObjectNode node = array.addObject();
        node.put("min_score", points.get(i).minScore());
        putCounts(node, points.get(i).counts());
      }
    }
  }

  private static void putCounts(ObjectNode node, MatchCounts counts) {
    node.put("annotations", counts.annotations());
    node.put("annotations_found", counts.matchedAnnotations());
    node.put("detections", counts.detections());
    node.put("detections_right", counts.matchedDetections());
    put(node, "recall", counts.recall());
    put(node, "precision", counts.precision());
    put(node, "f1", counts.f1());
  }

  private static void putConfusion(ObjectNode node, ClassConfusion confusion) {
    node.put(
        "matching", "strict rule, classes not asked; last row false alarms, last column misses");
    ArrayNode names = node.putArray("classes");
    confusion.classes().forEach(names::add);
    ArrayNode rows = node.putArray("counts");
    for (List<Integer> row : confusion.counts()) {
      ArrayNode cells = rows.addArray();
      row.forEach(cells::add);
    }
    ObjectNode each = node.putObject("each_class_alone");
    for (String name : confusion.classes()) {
      putCounts(each.putObject(name), confusion.ofClass(name));
    }
  }

  private static void putSizes(ObjectNode node, SizeAgreement sizes) {
    node.put("diameter", sizes.diameter().words());
    node.put("unit", sizes.unit());
    node.put("micrographs", sizes.images().size());
    putSample(node.putObject("labels"), sizes.labels());
    putSample(node.putObject("results"), sizes.results());
    put(node, "number_error", sizes.numberError());
    putInterval(node, "number_error_interval", sizes.numberErrorInterval());
    put(node, "mean_diameter_error", sizes.meanError());
    putInterval(node, "mean_diameter_error_interval", sizes.meanErrorInterval());
    sizes
        .distributions()
        .ifPresent(
            test ->
                node.putObject("kolmogorov_smirnov")
                    .put("statistic", test.statistic())
                    .put("p_value", test.pValue()));
    sizes.pairs().ifPresent(pairs -> putPairs(node.putObject("bland_altman"), pairs));
  }

  private static void putPairs(ObjectNode node, BlandAltman pairs) {
    node.put("pairs", pairs.pairs().size());
    node.put("bias", pairs.bias());
    putInterval(node, "bias_interval", Optional.of(pairs.biasInterval()));
    node.put("sd_of_differences", pairs.sd());
    node.put("lower_limit", pairs.lowerLimit());
    putInterval(node, "lower_limit_interval", Optional.of(pairs.lowerLimitInterval()));
    node.put("upper_limit", pairs.upperLimit());
    putInterval(node, "upper_limit_interval", Optional.of(pairs.upperLimitInterval()));
  }

  private static void putSample(ObjectNode node, SizeStatistics sizes) {
    node.put("number", sizes.count());
    put(node, "mean_diameter", sizes.mean());
    put(node, "sd_diameter", sizes.standardDeviation());
    put(node, "median_diameter", sizes.median());
  }

  private static void putPeople(ObjectNode node, PeopleAgreement people, JudgedResults judged) {
    node.put("reference", judged.origin().reference());
    ArrayNode images = node.putArray("micrographs");
    people.micrographs().forEach(images::add);
    ArrayNode members = node.putArray("members");
    for (PeopleAgreement.Member member : people.members()) {
      ObjectNode one = members.addObject();
      one.put("name", member.name());
      one.put("kind", member.kind().name().toLowerCase(java.util.Locale.ROOT));
      for (RuleFigures figures : List.of(member.paper(), member.strict())) {
        ObjectNode rule = one.putObject(figures.rule().id());
        putCounts(rule, figures.pooled());
        putInterval(rule, "recall_interval", figures.recall());
        putInterval(rule, "precision_interval", figures.precision());
        putInterval(rule, "f1_interval", figures.f1());
      }
    }
    ArrayNode pairs = node.putArray("pairs");
    for (PeopleAgreement.Pair pair : people.pairs()) {
      ObjectNode one = pairs.addObject();
      one.put("first", pair.first()).put("second", pair.second());
      put(one, "paper_f1", pair.paper().f1());
      put(one, "strict_f1", pair.strict().f1());
    }
  }

  private static void putInterval(
      ObjectNode node, String name, Optional<ConfidenceInterval> interval) {
    if (interval.isEmpty()) {
      node.putNull(name);
      return;
    }
    node.putObject(name)
        .put("lower", interval.get().lower())
        .put("upper", interval.get().upper())
        .put("method", interval.get().method());
  }

  private static void put(ObjectNode node, String name, OptionalDouble value) {
    put(node, name, value.orElse(Double.NaN));
  }

  private static void put(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value);
    } else {
      node.putNull(name);
    }
  }
}
