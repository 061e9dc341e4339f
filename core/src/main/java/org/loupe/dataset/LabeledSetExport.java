package org.loupe.dataset;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.loupe.export.OverlayNames;
import org.loupe.export.labels.LabelWriter;
import org.loupe.export.labels.LabeledImage;
import org.loupe.export.labels.LabeledShape;

/** Hands a labeled set to a writer of labels. */
public final class LabeledSetExport {

  private LabeledSetExport() {}

  /** Writes all micrographs of {@code set}, in their order; the writer stays open. */
  public static void write(LabeledSet set, LabelWriter writer) throws IOException {
    write(set, PixelSizeIndex.none(), writer);
  }

  /**
   * Writes all micrographs of {@code set}, in their order; the writer stays open.
   *
   * @param sizes of the pixels, where known beside the files
   */
  public static void write(LabeledSet set, PixelSizeIndex sizes, LabelWriter writer)
      throws IOException {
    List<String> names = new ArrayList<>();
    set.micrographs().forEach(micrograph -> names.add(withoutImages(micrograph.name())));
    OverlayNames files = new OverlayNames(names);
    for (LabeledMicrograph micrograph : set.micrographs()) {
      String name = withoutImages(micrograph.name());
      writer.append(
          new LabeledImage(
              name,
              files.of(name),
              micrograph.widthPx(),
              micrograph.heightPx(),
              sizes.find(micrograph.name()),
              micrograph.annotations().stream().map(LabeledSetExport::shape).toList()));
    }
  }

  private static LabeledShape shape(Annotation mark) {
    return new LabeledShape(
        mark.box(),
        mark.ellipse(),
        mark.outline(),
        mark.defectClass(),
        OptionalDouble.empty(),
        OptionalDouble.empty());
  }

  /** Returns a micrograph's path below the folder of images, which sets call differently. */
  static String withoutImages(String name) {
    for (String folder : SetFiles.IMAGE_FOLDERS) {
      if (name.startsWith(folder)) {
        return name.substring(folder.length());
      }
    }
    return name;
  }
}
