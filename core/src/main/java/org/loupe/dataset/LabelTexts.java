package org.loupe.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Layouts with a text a micrograph, of the same name, a line a defect. */
final class LabelTexts {

  private LabelTexts() {}

  /** Returns the mark of one line. */
  @FunctionalInterface
  interface LineReader {
    Annotation read(LabelLine line, MicrographBounds bounds) throws LabelFormatException;
  }

  /**
   * Returns micrographs with their texts; each text is there and belongs to one of them.
   *
   * @param textOf where the text of a micrograph should be
   */
  static List<LabelLayout.Entry> entries(
      List<Path> micrographs, Function<Path, Path> textOf, LineReader reader)
      throws LabelFormatException {
    Map<Path, Path> ownerOf = new HashMap<>();
    List<LabelLayout.Entry> entries = new ArrayList<>();
    for (Path micrograph : micrographs) {
      Path text = textOf.apply(micrograph);
      Path owner = ownerOf.putIfAbsent(text, micrograph);
      if (owner != null) {
        throw new LabelFormatException(
            micrograph,
            "has the same name as "
                + owner.getFileName()
                + ", and "
                + text
                + " can label only one; rename or remove one of them");
      }
      if (Files.notExists(text)) {
        throw new LabelFormatException(
            text,
            "is missing; write an empty file if "
                + micrograph.getFileName()
                + " has no defects, or take the micrograph out of the set");
      }
      entries.add(new LabelLayout.Entry(micrograph, bounds -> marks(text, bounds, reader)));
    }
    return entries;
  }

  /** Returns the marks of a text, in the order of its lines. */
  static List<Annotation> marks(Path text, MicrographBounds bounds, LineReader reader)
      throws IOException {
    List<Annotation> marks = new ArrayList<>();
    for (LabelLine line : LabelLine.of(text)) {
      marks.add(reader.read(line, bounds));
    }
    return marks;
  }

  /** Returns the file name of a text for {@code micrograph}. */
  static String name(Path micrograph) {
    String name = String.valueOf(micrograph.getFileName());
    return name.substring(0, name.lastIndexOf('.')) + ".txt";
  }
}
