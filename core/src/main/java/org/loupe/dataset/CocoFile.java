package org.loupe.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.loupe.geometry.Box;
import org.loupe.io.MicrographReaders;

/** One COCO file (JSON) for all micrographs of the folder. */
final class CocoFile implements LabelLayout {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Where a {@code file_name} is looked for, in this order. */
  private static final List<String> FOLDERS = List.of("", "images", "imgs");

  @Override
  public String name() {
    return "COCO file";
  }

  @Override
  public List<Entry> entries(Path folder) throws IOException {
    Map<Path, JsonNode> found = new LinkedHashMap<>();
    for (Path file : jsonFiles(folder)) {
      JsonNode root = parsed(file);
      if (root.path("images").isArray() && root.path("annotations").isArray()) {
        found.put(file, root);
      }
    }
    if (found.size() > 1) {
      throw new LabelFormatException(
          folder, "holds more than one COCO file: " + found.keySet() + "; leave one");
    }
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<Path, JsonNode> one : found.entrySet()) {
      entries.addAll(new Contents(folder, one.getKey()).entries(one.getValue()));
    }
    return entries;
  }

  private static List<Path> jsonFiles(Path folder) throws LabelFormatException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path file : all) {
        if (SetFiles.hasExtension(file, ".json")
            && !String.valueOf(file.getFileName()).startsWith(".")
            && Files.isRegularFile(file)) {
          files.add(file);
        }
      }
    } catch (IOException e) {
      throw LabelLine.unreadable(folder, e);
    }
    files.sort(null);
    return files;
  }

  private static JsonNode parsed(Path file) throws IOException {
    try {
      return JSON.readTree(LabelLine.content(file));
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new LabelFormatException(
          file, line, "is not JSON (" + e.getOriginalMessage() + "); export the labels again");
    }
  }

  /** Reads one file; entries of its lists are counted from 0, as {@code annotations[0]}. */
  private static final class Contents {
    private final Path folder;
    private final Path file;

    Contents(Path folder, Path file) {
      this.folder = folder;
      this.file = file;
    }

    List<Entry> entries(JsonNode root) throws LabelFormatException {
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
      List<Entry> entries = new ArrayList<>();
      Set<Path> files = new HashSet<>();
      for (int i = 0; i < images.size(); i++) {
        JsonNode image = images.path(i);
        String place = "images[" + i + "]";
        Path micrograph = micrograph(image, place);
        if (!files.add(micrograph)) {
          throw problem(place, "names " + micrograph + " a second time; join the two entries");
        }
        List<Label> labels = labelsOf.getOrDefault(id(image, "id", place), List.of());
        entries.add(new Entry(micrograph, bounds -> boxes(image, place, labels, bounds)));
      }
      return entries;
    }

    private Path micrograph(JsonNode image, String place) throws LabelFormatException {
      JsonNode name = image.path("file_name");
      if (!name.isTextual() || name.textValue().isBlank()) {
        throw problem(place, "has no file_name; add it");
      }
      try {
        Path relative = Path.of(name.textValue()).normalize();
        for (String below : FOLDERS) {
          Path path = folder.resolve(below).resolve(relative);
          if (!relative.isAbsolute()
              && !relative.startsWith("..")
              && MicrographReaders.isMicrograph(path)
              && Files.isRegularFile(path)) {
            return path;
          }
        }
      } catch (InvalidPathException e) {
        throw problem(place, "file_name \"" + name.textValue() + "\" is not a path; correct it");
      }
      throw problem(
          place,
          "file_name \""
              + name.textValue()
              + "\" is no micrograph (PNG, JPEG, BMP or TIFF) in "
              + folder
              + ", its images or its imgs; add the file or correct the name");
    }

    private List<Box> boxes(
        JsonNode image, String place, List<Label> labels, MicrographBounds bounds)
        throws LabelFormatException {
      checkSide(image, "width", bounds.widthPx(), place);
      checkSide(image, "height", bounds.heightPx(), place);
      List<Box> boxes = new ArrayList<>();
      for (Label label : labels) {
        try {
          boxes.add(bounds.cut(label.x, label.y, label.x + label.width, label.y + label.height));
        } catch (IllegalArgumentException e) {
          throw problem(
              label.place, e.getMessage() + "; a bbox is [x, y, width, height], in pixels");
        }
      }
      return boxes;
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
      if (annotation.path("iscrowd").asInt(0) != 0) {
        throw problem(
            place, "marks a crowd (iscrowd); mark each defect by itself or remove the annotation");
      }
      JsonNode bbox = annotation.path("bbox");
      double[] n = new double[4];
      boolean valid = bbox.isArray() && bbox.size() == 4;
      for (int i = 0; valid && i < 4; i++) {
        n[i] = bbox.path(i).asDouble();
        valid = bbox.path(i).isNumber() && Double.isFinite(n[i]);
      }
      if (!valid) {
        throw problem(place, "needs a bbox of four finite numbers, [x, y, width, height]");
      }
      return new Label(place, id(annotation, "image_id", place), n[0], n[1], n[2], n[3]);
    }

    private String id(JsonNode node, String field, String place) throws LabelFormatException {
      JsonNode id = node.path(field);
      if (!id.isIntegralNumber() && !id.isTextual()) {
        throw problem(place, "needs an " + field + "; a whole number");
      }
      return id.asText();
    }

    private LabelFormatException problem(String place, String problem) {
      return new LabelFormatException(file, place, problem);
    }
  }

  private record Label(
      String place, String image, double x, double y, double width, double height) {}
}
