package org.loupe.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.loupe.dataset.LabelFormatException;
import org.loupe.dataset.LabelImport;
import org.loupe.dataset.LabelImportSettings;
import org.loupe.dataset.LabeledMicrograph;
import org.loupe.dataset.LabeledSet;
import org.loupe.dataset.LabeledSets;
import org.loupe.evaluate.Mark;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.results.FoundSet.Coverage;

/**
 * Opens results for judgement by a labeled set.
 *
 * <ul>
 *   <li><b>A folder of {@code loupe analyze}</b>: {@code defects.csv}, and {@code images.csv} for
 *       which images were analyzed.
 *   <li><b>A table</b> ({@code .csv}) with a column {@code image}, a line a mark; its columns are
 *       in {@link MarkTable}.
 *   <li><b>COCO's JSON</b>: a list of detections with {@code image_id}, {@code bbox} and {@code
 *       score}, or a whole file with {@code images} and {@code annotations}.
 *   <li><b>Labels of any other format</b> that {@link LabelImport} knows, masks among them; they
 *       have no scores.
 * </ul>
 */
public final class ResultFiles {

  private ResultFiles() {}

  /**
   * Reads results.
   *
   * @param labels whose images they are of
   * @throws ResultFormatException if they cannot be used
   */
  public static FoundSet read(Path path, LabeledSet labels) throws IOException {
    if (Files.notExists(path)) {
      throw new ResultFormatException(path, "does not exist; check the path");
    }
    String name = path.toString().toLowerCase(Locale.ROOT);
    if (Files.isDirectory(path)) {
      return Files.exists(path.resolve(MarkTable.DEFECTS))
          ? ownFolder(path, labels)
          : imported(path, labels);
    }
    if (name.endsWith(".csv")) {
      return table(path, labels);
    }
    return name.endsWith(".json") && CocoResults.isCoco(path)
        ? CocoResults.read(path, labels)
        : imported(path, labels);
  }

  private static FoundSet table(Path path, LabeledSet labels) throws IOException {
    if (MarkTable.namesImages(path)) {
      return named(path, labels, "table", MarkTable.marks(path), Coverage.ONLY_IMAGES_WITH_MARKS);
    }
    try {
      return imported(path, labels);
    } catch (LabelFormatException e) {
      throw new ResultFormatException(
          path,
          "names no image; a table of results needs a column image beside its boxes. As a table of"
              + " labels it cannot be used either: "
              + e.getMessage());
    }
  }

  private static FoundSet imported(Path path, LabeledSet labels) throws IOException {
    LabeledSet set =
        LabelImport.read(
                path,
                LabelImportSettings.defaults().withImages(labels.folder()).withoutDefectClass())
            .set();
    return of(path, labels, set);
  }

  private static FoundSet of(Path path, LabeledSet labels, LabeledSet set)
      throws ResultFormatException {
    Map<String, List<Mark>> marks = new LinkedHashMap<>();
    for (LabeledMicrograph micrograph : set.micrographs()) {
      marks.put(micrograph.name(), micrograph.annotations().stream().map(Mark::of).toList());
    }
    return named(path, labels, set.layout(), marks, Coverage.ALL_IMAGES_ARE_NAMED);
  }

  /**
   * Reads what a person marked: results as above, or a labeled set of the same micrographs.
   *
   * @param labels whose images they are of
   * @throws IOException if they cannot be used
   */
  public static FoundSet readPerson(Path path, LabeledSet labels) throws IOException {
    if (!Files.isDirectory(path) || Files.exists(path.resolve(MarkTable.DEFECTS))) {
      return read(path, labels);
    }
    LabeledSet set;
    try {
      set = LabeledSets.open(path);
    } catch (LabelFormatException e) {
      try {
        return read(path, labels);
      } catch (LabelFormatException f) {
        f.addSuppressed(e);
        throw f;
      }
    }
    return of(path, labels, set);
  }

  private static FoundSet ownFolder(Path folder, LabeledSet labels) throws IOException {
    Path defects = folder.resolve(MarkTable.DEFECTS);
    Path images = folder.resolve(MarkTable.IMAGES);
    Map<String, List<Mark>> marks = MarkTable.ownMarks(defects);
    if (Files.notExists(images)) {
      return named(defects, labels, "table", marks, Coverage.ONLY_IMAGES_WITH_MARKS);
    }
    Map<String, List<Mark>> all = new LinkedHashMap<>();
    Map<String, Double> elapsed = new LinkedHashMap<>();
    ImageNames names = names(labels);
    for (MarkTable.ImageRow row : MarkTable.images(images)) {
      if (row.analyzed()) {
        all.put(row.image(), marks.getOrDefault(row.image(), List.of()));
        Optional<String> name = find(names, images, row.image());
        row.elapsedMs().ifPresent(ms -> name.ifPresent(n -> elapsed.put(n, ms)));
      }
    }
    for (String image : marks.keySet()) {
      if (!all.containsKey(image)) {
        throw new ResultFormatException(
            defects,
            "has defects of \""
                + image
                + "\", which "
                + MarkTable.IMAGES
                + " does not list as analyzed; run the analysis again");
      }
    }
    FoundSet found = named(images, labels, "results of Loupe", all, Coverage.ALL_IMAGES_ARE_NAMED);
    return new FoundSet(found.source(), found.marks(), found.coverage(), elapsed);
  }

  static ImageNames names(LabeledSet labels) {
    return new ImageNames(labels.micrographs().stream().map(LabeledMicrograph::name).toList());
  }

  /** Brings names to those of the labeled set. */
  static FoundSet named(
      Path path, LabeledSet labels, String source, Map<String, List<Mark>> marks, Coverage coverage)
      throws ResultFormatException {
    ImageNames names = names(labels);
    Map<String, LabeledMicrograph> micrographs = new HashMap<>();
    labels.micrographs().forEach(m -> micrographs.put(m.name(), m));
    Map<String, List<Mark>> byName = new LinkedHashMap<>();
    List<String> strangers = new ArrayList<>();
    for (Map.Entry<String, List<Mark>> entry : marks.entrySet()) {
      Optional<String> name = find(names, path, entry.getKey());
      if (name.isEmpty()) {
        strangers.add(entry.getKey());
      } else if (byName.put(
              name.get(),
              inside(path, Objects.requireNonNull(micrographs.get(name.get())), entry.getValue()))
          != null) {
        throw new ResultFormatException(
            path, "names " + name.get() + " in two ways, \"" + entry.getKey() + "\" is one");
      }
    }
    if (!strangers.isEmpty()) {
      throw new ResultFormatException(
          path,
          strangers.size()
              + " of "
              + marks.size()
              + " images are not in the labeled set, the first is \""
              + strangers.get(0)
              + "\"; judge them by the set that has them, or take them out");
    }
    return new FoundSet(source, byName, coverage, Map.of());
  }

  /** Ends the boxes of ellipses at the micrograph's edge, as boxes of labels do. */
  private static List<Mark> inside(Path path, LabeledMicrograph micrograph, List<Mark> marks)
      throws ResultFormatException {
    Box frame = new Box(0, 0, micrograph.widthPx(), micrograph.heightPx());
    List<Mark> inside = new ArrayList<>();
    for (Mark mark : marks) {
      Box box = mark.box();
      if (box.intersectionArea(frame) == 0) {
        throw new ResultFormatException(
            path,
            String.format(
                Locale.ROOT,
                "mark %d of %s, with its box from x %.6g, y %.6g to x %.6g, y %.6g, lies outside of"
                    + " the micrograph of %d x %d pixels; check the unit of the numbers, and that"
                    + " it is the labeled micrograph",
                inside.size() + 1,
                micrograph.name(),
                box.x(),
                box.y(),
                box.right(),
                box.bottom(),
                micrograph.widthPx(),
                micrograph.heightPx()));
      }
      boolean drawn = mark.ellipse().map(Ellipse::boundingBox).filter(box::equals).isPresent();
      inside.add(
          drawn
              ? new Mark(cut(box, frame), mark.ellipse(), mark.defectClass(), mark.score())
              : mark);
    }
    return inside;
  }

  private static Box cut(Box box, Box frame) {
    double left = Math.max(0, box.x());
    double top = Math.max(0, box.y());
    return new Box(
        left,
        top,
        Math.min(frame.width(), box.right()) - left,
        Math.min(frame.height(), box.bottom()) - top);
  }

  private static Optional<String> find(ImageNames names, Path path, String image)
      throws ResultFormatException {
    try {
      return names.find(image);
    } catch (IllegalArgumentException e) {
      throw new ResultFormatException(path, "the image " + e.getMessage());
    }
  }
}
