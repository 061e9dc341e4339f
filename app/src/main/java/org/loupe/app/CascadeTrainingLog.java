package org.loupe.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.loupe.dataset.LabeledMicrograph;
import org.loupe.dataset.LabeledSet;
import org.loupe.training.cascade.CascadeTrainingSettings;
import org.loupe.training.cascade.CurvePoint;
import org.loupe.training.cascade.TrainedCascade;
import org.loupe.training.cascade.ValidatedCascade;
import picocli.CommandLine;

/** What {@code FILE-training.json} says: what was learned from, how, and what came out. */
final class CascadeTrainingLog {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final ObjectNode root = JSON.createObjectNode();

  CascadeTrainingLog(
      CommandLine command,
      LabeledSet set,
      List<LabeledMicrograph> background,
      CascadeTrainingSettings settings) {
    root.put("program", "loupe");
    root.put("version", Version.text());
    ArrayNode arguments = root.putArray("arguments");
    command.getParseResult().originalArgs().forEach(arguments::add);
    ObjectNode data = root.putObject("dataset");
    data.put("layout", set.layout());
    data.put("micrographs", set.micrographs().size());
    data.put("labels", set.micrographs().stream().mapToInt(m -> m.annotations().size()).sum());
    data.put(
        "series", set.micrographs().stream().map(LabeledMicrograph::series).distinct().count());
    data.put("background", background.size());
    root.set("settings", JSON.valueToTree(settings));
  }

  void write(ValidatedCascade trained, long elapsedNanos, Path file) throws IOException {
    root.put("elapsed_s", elapsedNanos / 1_000_000_000L);
    if (trained.chosen().isPresent()) {
      root.set("chosen", point(trained.chosen().get()));
    } else {
      root.putNull("chosen");
    }
    root.set("training", training(trained.training()));
    ArrayNode folds = root.putArray("folds");
    trained.folds().forEach(fold -> folds.add(training(fold)));
    ArrayNode curve = root.putArray("curve");
    trained.curve().forEach(p -> curve.add(point(p)));
    Files.writeString(file, JSON.writeValueAsString(root) + "\n", StandardCharsets.UTF_8);
  }

  private static ObjectNode training(TrainedCascade trained) {
    ObjectNode node = JSON.createObjectNode();
    node.put("labels", trained.annotations());
    node.put("labels_without_window", trained.uncoveredAnnotations());
    node.put("stopped_because", trained.stopReason().text());
    node.set("stages", JSON.valueToTree(trained.stages()));
    ArrayNode curve = node.putArray("curve");
    trained.curve().forEach(p -> curve.add(point(p)));
    return node;
  }

  private static ObjectNode point(CurvePoint point) {
    ObjectNode node = JSON.createObjectNode();
    node.put("stages", point.stages());
    node.put("min_neighbors", point.minNeighbors());
    node.put("micrographs", point.micrographs());
    node.put("labels", point.counts().annotations());
    node.put("candidates", point.counts().detections());
    put(node, "candidates_per_label", point.candidatesPerAnnotation());
    put(node, "candidates_per_micrograph", point.candidatesPerMicrograph());
    put(node, "recall", point.counts().recall());
    put(node, "precision", point.counts().precision());
    node.put("labels_under_32_px", point.small().annotations());
    put(node, "recall_under_32_px", point.small().recall());
    return node;
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
