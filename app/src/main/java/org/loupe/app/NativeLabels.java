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
import java.util.LinkedHashMap;
import java.util.Map;
import org.loupe.evaluate.Mark;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;

/**
 * The labels of a set in Loupe's own layout: {@code annotations.json} beside {@code images/}, COCO
 * with one more key, {@code ellipse}. Not thread-safe.
 */
final class NativeLabels {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final ObjectNode root = JSON.createObjectNode();
  private final Map<String, Integer> classes = new LinkedHashMap<>();
  private final ArrayNode categories;
  private final ArrayNode images;
  private final ArrayNode annotations;

  NativeLabels(String description) {
    root.putObject("info").put("description", description);
    categories = root.putArray("categories");
    images = root.putArray("images");
    annotations = root.putArray("annotations");
  }

  /**
   * Begins the next micrograph.
   *
   * @param name path below {@code images}
   */
  void addMicrograph(String name, int widthPx, int heightPx) {
    images
        .addObject()
        .put("id", images.size())
        .put("file_name", name)
        .put("width", widthPx)
        .put("height", heightPx);
  }

  /**
   * Adds a mark to the last micrograph. Its box ends where the micrograph does; the ellipse goes on
   * as it was drawn.
   *
   * @param otherwise class of a mark that has none
   */
  void add(Mark mark, String otherwise) {
    ObjectNode image = (ObjectNode) images.get(images.size() - 1);
    Box box = mark.box();
    double left = Math.max(0, box.x());
    double top = Math.max(0, box.y());
    ObjectNode node = annotations.addObject();
    node.put("id", annotations.size());
    node.put("image_id", image.path("id").asInt());
    node.put("category_id", category(mark.defectClass().orElse(otherwise)));
    node.putArray("bbox")
        .add(rounded(left))
        .add(rounded(top))
        .add(rounded(Math.min(image.path("width").asInt(), box.right()) - left))
        .add(rounded(Math.min(image.path("height").asInt(), box.bottom()) - top));
    node.put("area", rounded(mark.ellipse().map(Ellipse::area).orElseGet(box::area)));
    node.put("iscrowd", 0);
    mark.ellipse()
        .ifPresent(
            e ->
                node.putObject("ellipse")
                    .put("center_x", rounded(e.centerX()))
                    .put("center_y", rounded(e.centerY()))
                    .put("major_axis_length", rounded(e.majorAxisLength()))
                    .put("minor_axis_length", rounded(e.minorAxisLength()))
                    .put("orientation_deg", rounded(Math.toDegrees(e.orientation()))));
  }

  private int category(String name) {
    Integer known = classes.get(name);
    if (known != null) {
      return known;
    }
    classes.put(name, classes.size() + 1);
    categories.addObject().put("id", classes.size()).put("name", name);
    return classes.size();
  }

  private static double rounded(double value) {
    return Math.rint(value * 1e4) / 1e4;
  }

  /** Writes {@code annotations.json} into the set's folder. */
  void write(Path folder) throws IOException {
    Files.writeString(
        folder.resolve("annotations.json"),
        JSON.writeValueAsString(root) + "\n",
        StandardCharsets.UTF_8);
  }
}
