package org.loupe.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.loupe.dataset.Annotation;
import org.loupe.dataset.CocoOutline;
import org.loupe.dataset.LabeledSet;
import org.loupe.evaluate.Mark;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.results.FoundSet.Coverage;

/**
 * Detections in COCO's JSON.
 *
 * <p>A list is what COCO's own evaluation takes: {@code image_id}, {@code category_id}, {@code
 * bbox} as x, y, width and height, {@code score}. Its numbers are those of the COCO file of the
 * labeled set; in a set of another layout {@code image_id} is a text, the image's name. A whole
 * file brings its own {@code images} and {@code categories}, and every image in it was looked at.
 * An {@code ellipse} is read as Loupe writes it; without one, polygons and masks become the ellipse
 * of their moments.
 */
final class CocoResults {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final Map<String, String> imageOf = new HashMap<>();
  private final Map<String, String> classOf = new HashMap<>();

  private CocoResults(Path file) {
    this.file = file;
  }

  /** Returns whether the file is a list, or has COCO's lists. */
  static boolean isCoco(Path file) throws IOException {
    JsonNode root = parsed(file);
    return root.isArray() || isWhole(root);
  }

  private static boolean isWhole(JsonNode root) {
    return root.path("images").isArray() && root.path("annotations").isArray();
  }

  static FoundSet read(Path file, LabeledSet labels) throws IOException {
    return new CocoResults(file).read(labels);
  }

  private FoundSet read(LabeledSet labels) throws IOException {
    JsonNode root = parsed(file);
    Map<String, List<Mark>> marks = new LinkedHashMap<>();
    boolean whole = isWhole(root);
    if (whole) {
      checkIds(root);
      learn(root);
      imageOf.values().forEach(name -> marks.put(name, new ArrayList<>()));
    } else {
      learnFrom(labels.folder());
    }
    JsonNode detections = whole ? root.path("annotations") : root;
    String kind = whole ? "annotations[" : "[";
    for (int i = 0; i < detections.size(); i++) {
      String place = kind + i + "]";
      String image = image(detections.path(i).path("image_id"), place);
      marks.computeIfAbsent(image, n -> new ArrayList<>()).add(mark(detections.path(i), place));
    }
    return ResultFiles.named(
        file,
        labels,
        "COCO",
        marks,
        whole ? Coverage.ALL_IMAGES_ARE_NAMED : Coverage.ONLY_IMAGES_WITH_MARKS);
  }

  /** Learns the names behind the numbers, where the labeled set has a COCO file. */
  private void learnFrom(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
      for (Path labels : files) {
        JsonNode root = parsed(labels);
        if (root.path("images").isArray()) {
          learn(root);
        }
      }
    }
  }

  private void checkIds(JsonNode root) throws ResultFormatException {
    Map<String, Integer> placeOf = new HashMap<>();
    for (int i = 0; i < root.path("images").size(); i++) {
      String id = root.path("images").path(i).path("id").asText();
      Integer first = placeOf.putIfAbsent(id, i);
      if (first != null) {
        throw new ResultFormatException(
            file,
            "images[" + i + "]",
            "has the id " + id + " of images[" + first + "]; give it its own");
      }
    }
  }

  private void learn(JsonNode root) {
    for (JsonNode image : root.path("images")) {
      imageOf.put(image.path("id").asText(), image.path("file_name").asText());
    }
    for (JsonNode category : root.path("categories")) {
      classOf.put(category.path("id").asText(), category.path("name").asText());
    }
  }

  private String image(JsonNode id, String place) throws ResultFormatException {
    String known = imageOf.get(id.asText());
    if (known != null) {
      return known;
    }
    if (!id.isTextual()) {
      throw new ResultFormatException(
          file,
          place,
          "has the image_id "
              + id
              + ", which no COCO file of the labeled set explains; write the image's name there");
    }
    return id.textValue();
  }

  private Mark mark(JsonNode node, String place) throws ResultFormatException {
    JsonNode bbox = node.path("bbox");
    double[] n = new double[4];
    for (int i = 0; i < 4; i++) {
      n[i] = bbox.size() == 4 && bbox.path(i).isNumber() ? bbox.path(i).doubleValue() : Double.NaN;
    }
    try {
      JsonNode score = node.has("score") ? node.path("score") : node.path("detection_score");
      if (!score.isMissingNode() && !score.isNumber()) {
        throw new IllegalArgumentException("score must be a number, was " + score);
      }
      JsonNode category = node.path("category_id");
      Box box = box(n);
      return new Mark(
          box,
          ellipse(node.path("ellipse")).or(() -> outlined(node.path("segmentation"), box)),
          category.isMissingNode() || category.isNull()
              ? Optional.empty()
              : Optional.of(classOf.getOrDefault(category.asText(), category.asText())),
          score.isNumber() ? OptionalDouble.of(score.doubleValue()) : OptionalDouble.empty());
    } catch (IllegalArgumentException e) {
      throw new ResultFormatException(file, place, String.valueOf(e.getMessage()));
    }
  }

  private static Box box(double[] n) {
    try {
      return new Box(n[0], n[1], n[2], n[3]);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          e.getMessage() + "; a bbox is [x, y, width, height], in pixels", e);
    }
  }

  /** Returns the ellipse of the moments of polygons or of a mask. */
  private static Optional<Ellipse> outlined(JsonNode segmentation, Box box) {
    if (!segmentation.isContainerNode() || segmentation.isEmpty()) {
      return Optional.empty();
    }
    try {
      Annotation drawn =
          new Annotation(box, Optional.empty(), CocoOutline.of(segmentation), Optional.empty());
      return Mark.of(drawn).ellipse();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "segmentation cannot be used: "
              + e.getMessage()
              + "; draw it again, or leave it out to be judged by the bbox alone",
          e);
    }
  }

  private static Optional<Ellipse> ellipse(JsonNode node) {
    if (!node.isObject()) {
      return Optional.empty();
    }
    return Optional.of(
        new Ellipse(
            number(node, "center_x"),
            number(node, "center_y"),
            number(node, "major_axis_length"),
            number(node, "minor_axis_length"),
            Ellipse.wrapOrientation(Math.toRadians(number(node, "orientation_deg")))));
  }

  private static double number(JsonNode node, String key) {
    if (!node.path(key).isNumber()) {
      throw new IllegalArgumentException("ellipse needs a number as " + key);
    }
    return node.path(key).doubleValue();
  }

  private static JsonNode parsed(Path file) throws IOException {
    try {
      return JSON.readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw new ResultFormatException(
          file, "is not JSON (" + e.getOriginalMessage() + "); export it again");
    }
  }
}
