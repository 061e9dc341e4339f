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

/**
 * Writes ImageJ's ROI zips: {@code NAME.zip}, which the ROI Manager opens over the micrograph.
 *
 * <p>Ellipses become ellipses, boxes rectangles, outlines polygons or compositions; the selection's
 * property {@code class} holds the class, its group the class's number, from 1 in the order met.
 * The properties {@code box} and {@code box_of} hold the box of an ellipse and the ellipse that it
 * belongs to: they count while the selection is that ellipse. ImageJ keeps coordinates as 32-bit
 * numbers.
 */
public final class RoiWriter implements LabelWriter {

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
        int group = groupOf.computeIfAbsent(shape.className(), c -> groupOf.size() + 1);
        ZipEntry entry = new ZipEntry(name + ".roi");
        entry.setTime(0); // the same labels make the same file
        zip.putNextEntry(entry);
        zip.write(RoiBytes.of(shape, name, Math.min(group, 255)));
        zip.closeEntry();
        if (shape.hasBoxOfItsOwn()) {
          losses.add(LabeledShape.BOX_LOST);
        }
      }
    }
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
