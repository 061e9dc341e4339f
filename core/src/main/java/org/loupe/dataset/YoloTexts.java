package org.loupe.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.loupe.geometry.Box;

/**
 * A text of fractions for each micrograph: boxes, or polygons, of which the bounding box counts.
 */
final class YoloTexts implements LabelLayout {

  private static final String LINE =
      "a line is \"class cx cy w h\" or \"class x1 y1 x2 y2 x3 y3 ...\", in fractions of the"
          + " micrograph's sides";

  @Override
  public String name() {
    return "YOLO texts";
  }

  @Override
  public List<Entry> entries(Path folder) throws IOException {
    Map<String, List<Path>> byFolder = new TreeMap<>();
    for (Path micrograph : SetFiles.micrographs(folder)) {
      String name = SetFiles.name(folder, micrograph);
      byFolder
          .computeIfAbsent(name.substring(0, name.lastIndexOf('/') + 1), f -> new ArrayList<>())
          .add(micrograph);
    }
    List<Entry> entries = new ArrayList<>();
    List<Path> without = new ArrayList<>();
    for (List<Path> micrographs : byFolder.values()) {
      List<Path> holders = textFolders(folder, micrographs);
      if (holders.isEmpty()) {
        without.add(parent(micrographs.get(0)));
        continue;
      }
      Path texts = holders.get(0);
      if (holders.size() > 1) {
        throw new LabelFormatException(
            parent(micrographs.get(0)),
            "has labels in "
                + texts
                + " and in "
                + holders.get(1)
                + "; move one of them out of the set");
      }
      checkNoneLeftOver(texts, micrographs);
      entries.addAll(
          LabelTexts.entries(micrographs, m -> texts.resolve(LabelTexts.name(m)), YoloTexts::box));
    }
    if (!entries.isEmpty()) {
      checkNoPart(folder, without);
    }
    return entries;
  }

  /** Returns the folders that hold texts of some of the micrographs, which are of one folder. */
  private static List<Path> textFolders(Path folder, List<Path> micrographs) {
    Path images = parent(micrographs.get(0));
    List<Path> holders = new ArrayList<>();
    for (Path texts :
        List.of(images, renamed(folder, images, "labels"), renamed(folder, images, "polygons"))) {
      if (!holders.contains(texts)
          && micrographs.stream().anyMatch(m -> Files.exists(texts.resolve(LabelTexts.name(m))))) {
        holders.add(texts);
      }
    }
    return holders;
  }

  private static Path parent(Path micrograph) {
    return micrograph.resolveSibling("");
  }

  /** Returns a path below {@code folder} with its last part {@code images} called otherwise. */
  private static Path renamed(Path folder, Path images, String name) {
    List<String> parts = new ArrayList<>();
    folder.relativize(images).forEach(part -> parts.add(part.toString()));
    int last = parts.lastIndexOf("images");
    if (last >= 0) {
      parts.set(last, name);
    }
    return folder.resolve(String.join("/", parts));
  }

  /** Texts of other things, for example of the classes' names, may lie among the labels. */
  private static void checkNoneLeftOver(Path texts, List<Path> micrographs) throws IOException {
    Set<String> names = new HashSet<>();
    micrographs.forEach(micrograph -> names.add(LabelTexts.name(micrograph)));
    for (Path text : SetFiles.texts(texts)) {
      if (texts.equals(parent(text))
          && !names.contains(String.valueOf(text.getFileName()))
          && looksLikeLabels(text)) {
        throw new LabelFormatException(
            text,
            "has no micrograph of the same name in "
                + parent(micrographs.get(0))
                + "; add the micrograph, as PNG, JPEG, BMP or TIFF, or remove the text");
      }
    }
  }

  private static boolean looksLikeLabels(Path text) throws IOException {
    List<LabelLine> lines = LabelLine.of(text);
    if (lines.isEmpty()) {
      return false;
    }
    try {
      LabelLine first = lines.get(0);
      String[] fields = fields(first);
      for (String field : fields) {
        first.decimal(field);
      }
      return isBox(fields) || isPolygon(fields);
    } catch (LabelFormatException e) {
      return false;
    }
  }

  private static void checkNoPart(Path folder, List<Path> without) throws LabelFormatException {
    for (Path images : without) {
      if (SetFiles.isPart(folder.relativize(images))) {
        throw new LabelFormatException(
            images,
            "holds micrographs but no text of theirs; add the texts, empty ones where there are no"
                + " defects, or move the folder out of the set");
      }
    }
  }

  private static String[] fields(LabelLine line) {
    return line.text().strip().split("\\s+", -1);
  }

  private static boolean isBox(String[] fields) {
    return fields.length == 5;
  }

  private static boolean isPolygon(String[] fields) {
    return fields.length >= 7 && fields.length % 2 == 1;
  }

  private static Box box(LabelLine line, MicrographBounds bounds) throws LabelFormatException {
    String[] fields = fields(line);
    if (!isBox(fields) && !isPolygon(fields)) {
      throw line.problem("has " + fields.length + " numbers, neither a box nor a polygon; " + LINE);
    }
    line.checkClass(fields[0]);
    double[] numbers = new double[fields.length - 1];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = line.decimal(fields[i + 1]);
    }
    try {
      return isBox(fields) ? box(numbers, bounds) : boundingBox(numbers, bounds);
    } catch (IllegalArgumentException e) {
      throw line.problem(e.getMessage() + "; " + LINE);
    }
  }

  private static Box box(double[] n, MicrographBounds bounds) {
    return bounds.cut(
        (n[0] - n[2] / 2) * bounds.widthPx(),
        (n[1] - n[3] / 2) * bounds.heightPx(),
        (n[0] + n[2] / 2) * bounds.widthPx(),
        (n[1] + n[3] / 2) * bounds.heightPx());
  }

  private static Box boundingBox(double[] points, MicrographBounds bounds) {
    double left = points[0];
    double top = points[1];
    double right = left;
    double bottom = top;
    for (int i = 2; i < points.length; i += 2) {
      left = Math.min(left, points[i]);
      top = Math.min(top, points[i + 1]);
      right = Math.max(right, points[i]);
      bottom = Math.max(bottom, points[i + 1]);
    }
    return bounds.cut(
        left * bounds.widthPx(),
        top * bounds.heightPx(),
        right * bounds.widthPx(),
        bottom * bounds.heightPx());
  }
}
