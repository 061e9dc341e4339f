package org.loupe.export.labels;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.loupe.geometry.Box;

/**
 * Writes ImageJ's ROI zips: {@code NAME.zip}, which the ROI Manager opens over the micrograph.
 *
 * <p>Ellipses become ellipses, boxes rectangles, outlines polygons or compositions; the selection's
 * property {@code class} holds the class, its group the class's number, from 1 in the order met.
 * ImageJ keeps coordinates as 32-bit numbers.
 */
public final class RoiWriter implements LabelWriter {

  /** More than ImageJ's 32 bits round. */
  private static final double SAME_PX = 0.01;

  private final Path folder;
  private final Map<String, Integer> groupOf = new LinkedHashMap<>();
  private final Losses losses = new Losses();

  public RoiWriter(Path folder) {
    this.folder = folder;
  }

  @Override
  public void append(LabeledImage image) throws IOException {
    WholeFile.write(folder.resolve(image.baseName() + ".zip"), out -> write(image, out));
  }

  private void write(LabeledImage image, OutputStream out) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < image.shapes().size(); i++) {
        LabeledShape shape = image.shapes().get(i);
        String name = String.format(Locale.ROOT, "%04d", i + 1);
        if (hasOwnBox(shape, image)) {
          losses.add("ellipses keep no box of their own: it is taken from the ellipse");
        }
        int group = groupOf.computeIfAbsent(shape.className(), c -> groupOf.size() + 1);
        ZipEntry entry = new ZipEntry(name + ".roi");
        entry.setTime(0); // the same labels make the same file
        zip.putNextEntry(entry);
        zip.write(RoiBytes.of(shape, name, Math.min(group, 255)));
        zip.closeEntry();
      }
    }
  }

  private static boolean hasOwnBox(LabeledShape shape, LabeledImage image) {
    if (shape.ellipse().isEmpty()) {
      return false;
    }
    Box own = shape.box();
    Box whole = shape.ellipse().get().boundingBox();
    double differs =
        Math.max(
            Math.max(
                Math.abs(own.x() - Math.max(0, whole.x())),
                Math.abs(own.y() - Math.max(0, whole.y()))),
            Math.max(
                Math.abs(own.right() - Math.min(image.widthPx(), whole.right())),
                Math.abs(own.bottom() - Math.min(image.heightPx(), whole.bottom()))));
    return differs > SAME_PX;
  }

  @Override
  public List<String> losses() {
    return losses.sentences();
  }

  @Override
  public void close() {
    // each file is whole already
  }
}
