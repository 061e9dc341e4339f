package org.loupe.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table that tells which micrographs of a set belong together: {@code index.tsv}. */
final class SeriesIndex {

  private SeriesIndex() {}

  /**
   * Returns the series of each micrograph; without a table, or where its field is empty, a
   * micrograph is a series by itself.
   *
   * @param names of all micrographs of the set, as paths below it
   * @throws LabelFormatException if the table and the micrographs do not fit: a micrograph that is
   *     silently a series by itself would be judged by its neighbors
   */
  static Map<String, String> of(Path folder, List<String> names) throws IOException {
    return of(folder, names, true);
  }

  /** Returns the same where some micrographs of the table are left out of the set. */
  static Map<String, String> ofSome(Path folder, List<String> names) throws IOException {
    return of(folder, names, false);
  }

  private static Map<String, String> of(Path folder, List<String> names, boolean complete)
      throws IOException {
    Map<String, String> seriesOf = new HashMap<>();
    Path index = folder.resolve("index.tsv");
    if (Files.notExists(index)) {
      names.forEach(name -> seriesOf.put(name, name));
      return seriesOf;
    }
    List<LabelLine> lines = LabelLine.of(index);
    List<String> header = lines.isEmpty() ? List.of() : fields(lines.get(0));
    int image = header.indexOf("image");
    int series = header.indexOf("series");
    if (image < 0 || series < 0) {
      throw new LabelFormatException(
          index,
          1,
          "needs the columns image and series, has "
              + header
              + "; name the columns, with tabs between them");
    }
    Map<String, List<String>> namesOf = namesOf(names);
    for (LabelLine line : lines.subList(1, lines.size())) {
      List<String> fields = fields(line);
      if (fields.size() <= Math.max(image, series)) {
        throw line.problem(
            "has "
                + fields.size()
                + " columns, the first line has "
                + header.size()
                + "; put tabs between the columns");
      }
      if (!complete && !namesOf.containsKey(fields.get(image))) {
        continue;
      }
      String name = name(line, fields.get(image), namesOf);
      String value = fields.get(series).isEmpty() ? name : fields.get(series);
      if (seriesOf.put(name, value) != null) {
        throw line.problem("names " + name + " a second time; leave one line");
      }
    }
    for (String name : names) {
      if (!seriesOf.containsKey(name)) {
        throw new LabelFormatException(
            index, "has no line for " + name + "; add one, with an empty series if none is known");
      }
    }
    return seriesOf;
  }

  private static String name(LabelLine line, String image, Map<String, List<String>> namesOf)
      throws LabelFormatException {
    List<String> found = namesOf.getOrDefault(image, List.of());
    if (found.isEmpty()) {
      throw line.problem(
          "names \""
              + image
              + "\", which is no micrograph of the set; remove the line or add the micrograph");
    }
    if (found.size() > 1) {
      throw line.problem(
          "names \"" + image + "\", which may be any of " + found + "; write the folder with it");
    }
    return found.get(0);
  }

  /**
   * A micrograph may be called by its path below the set or by its file name; and by the path below
   * the set where only its folder of images is looked at.
   */
  private static Map<String, List<String>> namesOf(List<String> names) {
    Map<String, List<String>> namesOf = new HashMap<>();
    for (String name : names) {
      String fileName = name.substring(name.lastIndexOf('/') + 1);
      namesOf.computeIfAbsent(fileName, n -> new ArrayList<>()).add(name);
    }
    for (String name : names) {
      SetFiles.IMAGE_FOLDERS.forEach(folder -> namesOf.putIfAbsent(folder + name, List.of(name)));
    }
    names.forEach(name -> namesOf.put(name, List.of(name)));
    return namesOf;
  }

  private static List<String> fields(LabelLine line) {
    List<String> fields = new ArrayList<>();
    for (String field : line.text().split("\t", -1)) {
      fields.add(field.strip());
    }
    return fields;
  }
}
