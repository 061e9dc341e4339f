package org.loupe.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.loupe.io.MicrographFile;
import org.loupe.io.MicrographReaders;
import org.loupe.micrograph.Micrograph;

/**
 * Opens labeled sets of the layouts that Loupe knows; the first that fits is taken.
 *
 * <ul>
 *   <li><b>Box texts</b>: {@code images/NAME.*} and {@code boxes/NAME.txt}, a line {@code y1 x1 y2
 *       x2} a defect, in pixels, row first.
 *   <li><b>YOLO</b>: {@code NAME.txt} beside {@code NAME.*}, or below {@code labels} or {@code
 *       polygons} where the micrograph is below {@code images}; a line {@code class cx cy w h} or
 *       {@code class x1 y1 x2 y2 x3 y3 ...} a defect, as fractions of the micrograph's sides.
 *       Folders without any text are left alone.
 *   <li><b>COCO</b>: one JSON file in the folder, its micrographs beside it, in {@code images} or
 *       in {@code imgs}. With an ellipse a label, this is Loupe's own layout: {@link NativeSet}.
 * </ul>
 *
 * <p>An {@code index.tsv} with the columns {@code image} and {@code series} tells which micrographs
 * belong together; without one, each is a series by itself. Micrographs below a folder {@code val},
 * {@code valid}, {@code validation} or {@code test} are for validation.
 *
 * <p>Every micrograph is read once, so that a damaged one is known before the work begins. A
 * micrograph without its text is an error: one without defects has an empty text. A box that leaves
 * its micrograph by up to 2 pixels is cut at the border; more is an error.
 */
public final class LabeledSets {

  private static final List<LabelLayout> LAYOUTS =
      List.of(new BoxTexts(), new YoloTexts(), new CocoFile());

  private LabeledSets() {}

  /**
   * Opens the set in {@code folder}.
   *
   * @throws LabelFormatException if the layout is not known or a label cannot be used
   * @throws IOException if a micrograph cannot be read
   */
  public static LabeledSet open(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new LabelFormatException(
          folder,
          Files.exists(folder)
              ? "is a file; name the folder that holds the labeled set"
              : "does not exist; check the path");
    }
    for (LabelLayout layout : LAYOUTS) {
      List<LabelLayout.Entry> entries = layout.entries(folder);
      if (!entries.isEmpty()) {
        return new LabeledSet(
            folder, layout.name(), micrographs(folder, entries), layout.classes(folder));
      }
    }
    throw new LabelFormatException(
        folder,
        "holds no labeled set: neither images/ with boxes/, nor micrographs ("
            + MicrographReaders.formats()
            + ") with YOLO texts of the same names, nor a COCO file; check that it is the folder"
            + " above them");
  }

  private static List<LabeledMicrograph> micrographs(Path folder, List<LabelLayout.Entry> entries)
      throws IOException {
    return micrographs(
        folder,
        entries,
        SeriesIndex.of(
            folder, entries.stream().map(e -> SetFiles.name(folder, e.file())).toList()));
  }

  /** Reads the micrographs' sizes and labels, and puts them in the order of their names. */
  static List<LabeledMicrograph> micrographs(
      Path folder, List<LabelLayout.Entry> entries, Map<String, String> seriesOf)
      throws IOException {
    List<LabeledMicrograph> micrographs = new ArrayList<>();
    for (LabelLayout.Entry entry : entries) {
      String name = SetFiles.name(folder, entry.file());
      MicrographBounds bounds = bounds(entry.file());
      micrographs.add(
          new LabeledMicrograph(
              name,
              entry.file(),
              bounds.widthPx(),
              bounds.heightPx(),
              seriesOf.getOrDefault(name, name),
              SetFiles.isForValidation(folder.relativize(entry.file()).resolveSibling(""))
                  ? LabeledMicrograph.Part.VALIDATION
                  : LabeledMicrograph.Part.TRAINING,
              entry.labels().read(bounds)));
    }
    micrographs.sort(Comparator.comparing(LabeledMicrograph::name));
    return micrographs;
  }

  private static MicrographBounds bounds(Path file) throws IOException {
    try (MicrographFile open = MicrographReaders.open(file)) {
      if (open.frames() != 1) {
        throw new LabelFormatException(
            file,
            "holds "
                + open.frames()
                + " frames, and the labels do not say which is theirs; save that frame as a file");
      }
      Micrograph micrograph = open.frame(0);
      return new MicrographBounds(micrograph.image().width(), micrograph.image().height());
    }
  }
}
