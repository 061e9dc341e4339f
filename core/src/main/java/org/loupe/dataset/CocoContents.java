package org.loupe.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.geometry.Polygon;

/**
 * Reads what a COCO file says; entries of its lists are counted from 0, as {@code annotations[0]}.
 */
final class CocoContents {

  /** Finds the micrograph that an image of the file names. */
  @FunctionalInterface
  interface Micrographs<M> {
    M find(String fileName, String place) throws LabelFormatException;
  }

  /** What of a label must be in order. */
  enum Care {
    /** Its box: a segmentation or a category that cannot be used is as if it were not there. */
    BOXES,
    /** All of it, crowds refused. */
    ALL,
    /** All of it, crowds taken as one defect each. */
    ALL_WITH_CROWDS
  }

  private final Path file;
  private final Micrographs<Path> micrographs;
  private final Care care;
  private final Map<String, String> nameOf = new HashMap<>();

  CocoContents(Path file, Micrographs<Path> micrographs, Care care) {
    this.file = file;
    this.micrographs = micrographs;
    this.care = care;
  }

  /** Returns the labels of each image by what {@code micrographs} makes of its name. */
  static <M> Map<M, LabelLayout.Labels> labels(Path file, JsonNode root, Micrographs<M> micrographs)
      throws LabelFormatException {
    Micrographs<Path> none = (name, place) -> file;
    return new CocoContents(file, none, Care.ALL).labels(root, micrographs);
  }

  static boolean isCoco(JsonNode root) {
    return root.path("images").isArray() && root.path("annotations").isArray();
  }

  /** Returns the names of the categories, in their order. */
  static List<String> classes(JsonNode root) {
    List<String> names = new ArrayList<>();
    for (JsonNode category : root.path("categories")) {
      String name = category.path("name").asText().strip();
      if (!name.isEmpty() && !names.contains(name)) {
        names.add(name);
      }
    }
    return names;
  }

  List<LabelLayout.Entry> entries(JsonNode root) throws LabelFormatException {
    List<LabelLayout.Entry> entries = new ArrayList<>();
    labels(root, micrographs)
        .forEach((path, labels) -> entries.add(new LabelLayout.Entry(path, labels)));
    return entries;
  }

  private <M> Map<M, LabelLayout.Labels> labels(JsonNode root, Micrographs<M> micrographs)
      throws LabelFormatException {
    readCategories(root.path("categories"));
    Map<String, List<Label>> labelsOf = new HashMap<>();
    JsonNode images = root.path("images");
    for (int i = 0; i < images.size(); i++) {
      String place = "images[" + i + "]";
      String id = id(images.path(i), "id", place);
      if (labelsOf.put(id, new ArrayList<>()) != null) {
        throw problem(place, "has the id " + id + " of an image above; give it its own");
      }
    }
    JsonNode annotations = root.path("annotations");
    checkIds(annotations);
    for (int i = 0; i < annotations.size(); i++) {
      Label label = label(annotations.path(i), "annotations[" + i + "]");
      List<Label> labels = labelsOf.get(label.image);
      if (labels == null) {
        throw problem(
            label.place,
            "belongs to image_id "
                + label.image
                + ", which is not in images; add the image or remove the annotation");
      }
      labels.add(label);
    }
    Map<M, LabelLayout.Labels> entries = new LinkedHashMap<>();
    for (int i = 0; i < images.size(); i++) {
      JsonNode image = images.path(i);
      String place = "images[" + i + "]";
      JsonNode name = image.path("file_name");
      if (!name.isTextual() || name.textValue().isBlank()) {
        throw problem(place, "has no file_name; add it");
      }
      M micrograph = micrographs.find(name.textValue(), place);
      List<Label> labels = labelsOf.getOrDefault(id(image, "id", place), List.of());
      if (entries.put(micrograph, bounds -> marks(image, place, labels, bounds)) != null) {
        throw problem(place, "names " + micrograph + " a second time; join the two entries");
      }
    }
    return entries;
  }

  private void readCategories(JsonNode categories) throws LabelFormatException {
    for (int i = 0; i < categories.size(); i++) {
      JsonNode category = categories.path(i);
      JsonNode name = category.path("name");
      boolean usable = name.isTextual() && !name.textValue().isBlank();
      if (!usable && care == Care.BOXES) {
        continue;
      }
      String place = "categories[" + i + "]";
      if (!usable) {
        throw problem(place, "has no name; add it");
      }
      String id = care == Care.BOXES ? category.path("id").asText() : id(category, "id", place);
      if (nameOf.put(id, name.textValue().strip()) != null && care != Care.BOXES) {
        throw problem(place, "has the id " + id + " of a category above; give it its own");
      }
    }
  }

  private void checkIds(JsonNode annotations) throws LabelFormatException {
    Map<String, Integer> placeOf = new HashMap<>();
    for (int i = 0; care != Care.BOXES && i < annotations.size(); i++) {
      JsonNode id = annotations.path(i).path("id");
      Integer first = id.isMissingNode() ? null : placeOf.putIfAbsent(id.asText(), i);
      if (first != null) {
        throw problem(
            "annotations[" + i + "]",
            "has the id "
                + id.asText()
                + " of annotations["
                + first
                + "]; remove it if it is the same label, else give it its own");
      }
    }
  }

  private List<Annotation> marks(
      JsonNode image, String place, List<Label> labels, MicrographBounds bounds)
      throws LabelFormatException {
    checkSide(image, "width", bounds.widthPx(), place);
    checkSide(image, "height", bounds.heightPx(), place);
    List<Annotation> marks = new ArrayList<>();
    for (Label label : labels) {
      try {
        Annotation mark = label.mark(bounds);
        marks.add(label.defectClass.map(mark::withClass).orElse(mark));
      } catch (IllegalArgumentException e) {
        throw problem(label.place, String.valueOf(e.getMessage()));
      }
    }
    return marks;
  }

  private void checkSide(JsonNode image, String side, int actual, String place)
      throws LabelFormatException {
    JsonNode said = image.path(side);
    if (!said.isMissingNode() && !said.isNull() && said.asInt(-1) != actual) {
      throw problem(
          place,
          "says "
              + side
              + " "
              + said.asText()
              + ", the micrograph has "
              + actual
              + "; it was resized or exchanged after it was labeled: use the labeled one");
    }
  }

  private Label label(JsonNode annotation, String place) throws LabelFormatException {
    if (annotation.path("iscrowd").asInt(0) != 0 && care != Care.ALL_WITH_CROWDS) {
      throw problem(
          place, "marks a crowd (iscrowd); mark each defect by itself or remove the annotation");
    }
    Optional<Ellipse> ellipse = ellipse(annotation.path("ellipse"), place);
    List<Polygon> outline =
        ellipse.isPresent() ? List.of() : outline(annotation.path("segmentation"), place);
    Optional<CocoOutline.MaskSize> mask =
        outline.isEmpty() ? Optional.empty() : CocoOutline.size(annotation.path("segmentation"));
    Optional<double[]> box = JsonLabels.numbers(annotation.path("bbox")).filter(n -> n.length == 4);
    boolean drawn = ellipse.isPresent() || !outline.isEmpty();
    if (box.isEmpty() && !(drawn && absent(annotation.path("bbox")))) {
      throw problem(place, "needs a bbox of four finite numbers, [x, y, width, height]");
    }
    String image = id(annotation, "image_id", place);
    return new Label(
        place, image, box, ellipse, outline, mask, defectClass(annotation, place), care);
  }

  private Optional<String> defectClass(JsonNode annotation, String place)
      throws LabelFormatException {
    JsonNode id = annotation.path("category_id");
    String name = nameOf.get(id.asText());
    if (name == null && care != Care.BOXES && !(nameOf.isEmpty() && absent(id))) {
      throw problem(
          place,
          "has the category_id "
              + (absent(id) ? "of none" : id.asText())
              + ", which is not in categories; correct it or add the category");
    }
    return Optional.ofNullable(name);
  }

  /** Reads Loupe's own extension. */
  private Optional<Ellipse> ellipse(JsonNode ellipse, String place) throws LabelFormatException {
    if (absent(ellipse)) {
      return Optional.empty();
    }
    Optional<Double> x = JsonLabels.number(ellipse, "center_x");
    Optional<Double> y = JsonLabels.number(ellipse, "center_y");
    Optional<Double> major = JsonLabels.number(ellipse, "major_axis_length");
    Optional<Double> minor = JsonLabels.number(ellipse, "minor_axis_length");
    Optional<Double> degrees = JsonLabels.number(ellipse, "orientation_deg");
    if (x.isEmpty() || y.isEmpty() || major.isEmpty() || minor.isEmpty() || degrees.isEmpty()) {
      throw problem(
          place,
          "needs five finite numbers in its ellipse: center_x, center_y, major_axis_length,"
              + " minor_axis_length, orientation_deg");
    }
    try {
      return Optional.of(
          new Ellipse(
              x.get(),
              y.get(),
              major.get(),
              minor.get(),
              Ellipse.wrapOrientation(Math.toRadians(degrees.get()))));
    } catch (IllegalArgumentException e) {
      throw problem(place, "has an ellipse whose " + e.getMessage());
    }
  }

  private List<Polygon> outline(JsonNode segmentation, String place) throws LabelFormatException {
    try {
      return CocoOutline.of(segmentation);
    } catch (IllegalArgumentException e) {
      if (care == Care.BOXES) {
        return List.of();
      }
      throw problem(
          place, "has a segmentation that cannot be used: " + e.getMessage() + "; draw it again");
    }
  }

  private String id(JsonNode node, String field, String place) throws LabelFormatException {
    JsonNode id = node.path(field);
    if (!id.isIntegralNumber() && !id.isTextual()) {
      throw problem(place, "needs an " + field + "; a whole number");
    }
    return id.asText();
  }

  private static boolean absent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  private LabelFormatException problem(String place, String problem) {
    return new LabelFormatException(file, place, problem);
  }

  private record Label(
      String place,
      String image,
      Optional<double[]> box,
      Optional<Ellipse> ellipse,
      List<Polygon> outline,
      Optional<CocoOutline.MaskSize> mask,
      Optional<String> defectClass,
      Care care) {

    Annotation mark(MicrographBounds bounds) {
      Optional<Box> given = box.map(n -> given(n, bounds)); // the box's own error
      if (ellipse.isEmpty() && outline.isEmpty()) {
        return new Annotation(given.orElseThrow());
      }
      try {
        mask.ifPresent(size -> size.check(bounds));
        Annotation drawn =
            ellipse.isPresent() ? bounds.marked(ellipse.get()) : bounds.outlined(outline);
        return given.map(drawn::withBox).orElse(drawn);
      } catch (IllegalArgumentException e) {
        if (care == Care.BOXES && ellipse.isEmpty()) {
          return new Annotation(given.orElseThrow(() -> e));
        }
        throw new IllegalArgumentException(
            (ellipse.isPresent() ? "" : "has a segmentation that cannot be used: ")
                + e.getMessage(),
            e);
      }
    }

    private static Box given(double[] n, MicrographBounds bounds) {
      try {
        return bounds.cut(n[0], n[1], n[0] + n[2], n[1] + n[3]);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            e.getMessage() + "; a bbox is [x, y, width, height], in pixels", e);
      }
    }
  }
}
