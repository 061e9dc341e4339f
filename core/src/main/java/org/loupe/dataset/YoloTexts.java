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
import org.loupe.geometry.Point;
import org.loupe.geometry.Polygon;
import org.loupe.io.MicrographReaders;

/** A text of fractions for each micrograph: boxes, or polygons. */
final class YoloTexts implements LabelLayout {

  /** A text that names the classes, one a line, the first of them 0. */
  static final String CLASSES = "classes.txt";

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
      List<String> names = classNames(List.of(texts, folder));
      entries.addAll(
          LabelTexts.entries(
              micrographs,
              m -> texts.resolve(LabelTexts.name(m)),
              (line, bounds) -> mark(line, bounds, names)));
    }
    if (!entries.isEmpty()) {
      checkNoPart(folder, without);
    }
    return entries;
  }

  @Override
  public List<String> classes(Path folder) throws IOException {
    List<String> names = new ArrayList<>(classNames(List.of(folder)));
    for (Path file : SetFiles.all(folder)) {
      if (String.valueOf(file.getFileName()).equals(CLASSES)) {
        classNames(List.of(parent(file))).stream()
            .filter(name -> !name.isEmpty() && !names.contains(name))
            .forEach(names::add);
      }
    }
    return names;
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
                + "; add the micrograph (formats read: "
                + MicrographReaders.formats()
                + ") or remove the text");
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

  /** Returns the mark of a line, of the class of this number in {@code names}, if there are any. */
  static Annotation mark(LabelLine line, MicrographBounds bounds, List<String> names)
      throws LabelFormatException {
    String[] fields = fields(line);
    if (!isBox(fields) && !isPolygon(fields)) {
      throw line.problem("has " + fields.length + " numbers, neither a box nor a polygon; " + LINE);
    }
    int number = line.classNumber(fields[0]);
    if (!names.isEmpty() && number >= names.size()) {
      throw line.problem(
          "has the class "
              + number
              + ", and "
              + CLASSES
              + " names "
              + names.size()
              + ", from 0; correct the number or add the name");
    }
    if (!names.isEmpty() && names.get(number).isEmpty()) {
      throw line.problem(
          "has the class "
              + number
              + ", whose line in "
              + CLASSES
              + " is empty; name it, or take the empty line out if it is there by mistake");
    }
    double[] numbers = new double[fields.length - 1];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = line.decimal(fields[i + 1]);
    }
    try {
      return (isBox(fields) ? new Annotation(box(numbers, bounds)) : outlined(numbers, bounds))
          .withClass(names.isEmpty() ? Integer.toString(number) : names.get(number));
    } catch (IllegalArgumentException e) {
      throw line.problem(e.getMessage() + "; " + LINE);
    }
  }

  /** Returns the names of the classes, from 0, as a text in one of the folders lists them. */
  static List<String> classNames(List<Path> folders) throws IOException {
    for (Path folder : folders) {
      Path file = folder.resolve(CLASSES);
      if (Files.isRegularFile(file)) {
        // the place in the list is the number: a blank line in between has one too
        return LabelLine.content(file).stripTrailing().lines().map(String::strip).toList();
      }
    }
    return List.of();
  }

  private static Box box(double[] n, MicrographBounds bounds) {
    return bounds.cut(
        (n[0] - n[2] / 2) * bounds.widthPx(),
        (n[1] - n[3] / 2) * bounds.heightPx(),
        (n[0] + n[2] / 2) * bounds.widthPx(),
        (n[1] + n[3] / 2) * bounds.heightPx());
  }

  private static Annotation outlined(double[] n, MicrographBounds bounds) {
    List<Point> corners = new ArrayList<>();
    for (int i = 0; i < n.length; i += 2) {
      corners.add(new Point(n[i] * bounds.widthPx(), n[i + 1] * bounds.heightPx()));
    }
    return bounds.outlined(List.of(new Polygon(corners).outer()));
  }
}
