package org.loupe.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.loupe.io.MicrographReaders;

/** {@code images/NAME.*} and {@code boxes/NAME.txt}, row first. */
final class BoxTexts implements LabelLayout {

  private static final String LINE = "a line is \"y1 x1 y2 x2\", in pixels";

  @Override
  public String name() {
    return "box texts, row first";
  }

  @Override
  public List<Entry> entries(Path folder) throws LabelFormatException {
    Path images = folder.resolve("images");
    Path boxes = folder.resolve("boxes");
    if (!Files.isDirectory(images) || !Files.isDirectory(boxes)) {
      return List.of();
    }
    List<Path> micrographs = SetFiles.micrographs(images);
    Set<Path> texts =
        micrographs.stream().map(m -> text(images, boxes, m)).collect(Collectors.toSet());
    for (Path text : SetFiles.texts(boxes)) {
      if (!texts.contains(text)) {
        throw new LabelFormatException(
            text,
            "has no micrograph of the same name in "
                + images
                + "; add the micrograph (formats read: "
                + MicrographReaders.formats()
                + ") or remove the text");
      }
    }
    return LabelTexts.entries(micrographs, m -> text(images, boxes, m), BoxTexts::mark);
  }

  private static Path text(Path images, Path boxes, Path micrograph) {
    return boxes.resolve(images.relativize(micrograph)).resolveSibling(LabelTexts.name(micrograph));
  }

  /** Returns the mark of a line of a box text. */
  static Annotation mark(LabelLine line, MicrographBounds bounds) throws LabelFormatException {
    String[] fields = line.text().strip().split("\\s*,\\s*|\\s+", -1);
    if (fields.length != 4) {
      String commas =
          line.text().indexOf(',') < 0 ? "" : "if it has decimal commas, write decimal points; ";
      throw line.problem("needs 4 numbers, has " + fields.length + "; " + commas + LINE);
    }
    double top = line.decimal(fields[0]);
    double left = line.decimal(fields[1]);
    double bottom = line.decimal(fields[2]);
    double right = line.decimal(fields[3]);
    try {
      return new Annotation(bounds.cut(left, top, right, bottom));
    } catch (IllegalArgumentException e) {
      throw line.problem(e.getMessage() + "; " + LINE);
    }
  }
}
