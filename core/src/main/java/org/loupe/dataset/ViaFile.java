package org.loupe.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.loupe.geometry.Ellipse;
import org.loupe.geometry.Point;
import org.loupe.geometry.Polygon;

/**
 * Annotations of the VGG Image Annotator, version 2: a saved project or its exported JSON.
 *
 * <p>Rectangles, circles, ellipses and polygons are read. An ellipse's {@code theta} is in radians,
 * clockwise on screen, and either half-axis may be the longer one. The class is the region's
 * attribute {@code class}, {@code type}, {@code label} or {@code name}, or its only one.
 *
 * <p>A. Dutta and A. Zisserman, <i>The VIA Annotation Software for Images, Audio and Video</i>, ACM
 * Multimedia 2019, doi:10.1145/3343031.3350535.
 */
final class ViaFile {

  private static final List<String> CLASS_ATTRIBUTES = List.of("class", "type", "label", "name");

  private final Path file;

  ViaFile(Path file) {
    this.file = file;
  }

  static boolean isVia(JsonNode root) {
    JsonNode images = images(root);
    if (!images.isObject() || images.isEmpty()) {
      return false;
    }
    for (JsonNode image : images) {
      if (!image.path("filename").isTextual() || !image.path("regions").isContainerNode()) {
        return false;
      }
    }
    return true;
  }

  private static JsonNode images(JsonNode root) {
    return root.has("_via_img_metadata") ? root.path("_via_img_metadata") : root;
  }

  List<LabelLayout.Entry> entries(MicrographIndex micrographs) throws IOException {
    JsonNode root = JsonLabels.parsed(file);
    if (!isVia(root)) {
      throw new LabelFormatException(
          file,
          "is no annotation file of VIA 2: it lacks images with filename and regions; save the"
              + " project again, or export the annotations as JSON");
    }
    Map<Path, String> placeOf = new HashMap<>();
    List<LabelLayout.Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> image : images(root).properties()) {
      String place = "image \"" + image.getKey() + "\"";
      String name = image.getValue().path("filename").textValue();
      Path micrograph =
          micrographs
              .find(name)
              .orElseThrow(
                  () ->
                      problem(
                          place,
                          "has the filename \""
                              + name
                              + "\", which is no micrograph in "
                              + micrographs.root()
                              + "; add the file or correct the name"));
      String other = placeOf.put(micrograph, place);
      if (other != null) {
        throw problem(place, "names the micrograph of " + other + "; join the two entries");
      }
      JsonNode regions = image.getValue().path("regions");
      entries.add(new LabelLayout.Entry(micrograph, bounds -> marks(regions, place, bounds)));
    }
    return entries;
  }

  private List<Annotation> marks(JsonNode regions, String image, MicrographBounds bounds)
      throws LabelFormatException {
    List<Annotation> marks = new ArrayList<>();
    for (JsonNode region : regions) {
      String place = image + ", regions[" + marks.size() + "]";
      try {
        Annotation mark = mark(region.path("shape_attributes"), bounds);
        marks.add(defectClass(region.path("region_attributes")).map(mark::withClass).orElse(mark));
      } catch (IllegalArgumentException e) {
        throw problem(place, Objects.toString(e.getMessage(), "cannot be used"));
      }
    }
    return marks;
  }

  private static Annotation mark(JsonNode shape, MicrographBounds bounds) {
    String name = shape.path("name").asText();
    switch (name) {
      case "rect" -> {
        double x = number(shape, "x");
        double y = number(shape, "y");
        return new Annotation(
            bounds.cut(x, y, x + number(shape, "width"), y + number(shape, "height")));
      }
      case "circle" -> {
        double diameter = 2 * number(shape, "r");
        return bounds.marked(
            new Ellipse(number(shape, "cx"), number(shape, "cy"), diameter, diameter, 0));
      }
      case "ellipse" -> {
        double a = 2 * number(shape, "rx");
        double b = 2 * number(shape, "ry");
        double theta = shape.has("theta") ? number(shape, "theta") : 0;
        return bounds.marked(
            new Ellipse(
                number(shape, "cx"),
                number(shape, "cy"),
                Math.max(a, b),
                Math.min(a, b),
                Ellipse.wrapOrientation(-theta + (a >= b ? 0 : Math.PI / 2))));
      }
      case "polygon" -> {
        double[] xs = JsonLabels.numbers(shape.path("all_points_x")).orElse(new double[0]);
        double[] ys = JsonLabels.numbers(shape.path("all_points_y")).orElse(new double[1]);
        if (xs.length != ys.length || xs.length < 3) {
          throw new IllegalArgumentException(
              "needs as many finite numbers in all_points_x as in all_points_y, at least 3");
        }
        List<Point> corners = new ArrayList<>();
        for (int i = 0; i < xs.length; i++) {
          corners.add(new Point(xs[i], ys[i]));
        }
        return bounds.outlined(List.of(new Polygon(corners).outer()));
      }
      default ->
          throw new IllegalArgumentException(
              "is a \""
                  + name
                  + "\", which has no area; draw a rect, circle, ellipse or polygon, or remove it");
    }
  }

  private static double number(JsonNode shape, String field) {
    return JsonLabels.number(shape, field)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "needs a finite number "
                        + field
                        + ", has "
                        + shape.path(field)
                        + "; draw the region again"));
  }

  private static Optional<String> defectClass(JsonNode attributes) {
    for (String name : CLASS_ATTRIBUTES) {
      Optional<String> value = text(attributes.path(name));
      if (value.isPresent()) {
        return value;
      }
    }
    return attributes.size() == 1 ? text(attributes.elements().next()) : Optional.empty();
  }

  /** Returns a text, or the one that is ticked of several. */
  private static Optional<String> text(JsonNode value) {
    if (value.isValueNode()) {
      return Optional.of(value.asText().strip()).filter(text -> !text.isEmpty());
    }
    List<String> ticked = new ArrayList<>();
    for (Map.Entry<String, JsonNode> option : value.properties()) {
      if (option.getValue().asBoolean()) {
        ticked.add(option.getKey());
      }
    }
    return ticked.size() == 1 ? Optional.of(ticked.get(0)) : Optional.empty();
  }

  private LabelFormatException problem(String place, String problem) {
    return new LabelFormatException(file, place, problem);
  }
}
