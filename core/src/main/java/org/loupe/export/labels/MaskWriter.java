package org.loupe.export.labels;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferUShort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.loupe.image.ShapeFill;

/**
 * Writes label images: {@code NAME.png}, 16 bits, whose pixels are 0 or the number of their defect
 * in its micrograph, from 1.
 *
 * <p>A pixel belongs to a defect that holds its center; where two do, to the later one. Classes,
 * and what lies between pixels, are lost.
 */
public final class MaskWriter implements LabelWriter {

  private static final int MOST = 0xFFFF;

  private final Path folder;
  private final Losses losses = new Losses();

  public MaskWriter(Path folder) {
    this.folder = folder;
  }

  @Override
  public void append(LabeledImage image) throws IOException {
    if (image.shapes().size() > MOST) {
      throw new IOException(
          image.name()
              + ": has "
              + image.shapes().size()
              + " defects, a label image holds "
              + MOST
              + "; export another format, or cut the micrograph");
    }
    int width = image.widthPx();
    int height = image.heightPx();
    BufferedImage labels = new BufferedImage(width, height, BufferedImage.TYPE_USHORT_GRAY);
    short[] values = ((DataBufferUShort) labels.getRaster().getDataBuffer()).getData();
    Set<Integer> overlapped = new HashSet<>();
    for (int i = 0; i < image.shapes().size(); i++) {
      short value = (short) (i + 1);
      int[] pixels = {0};
      fill(
          image.shapes().get(i),
          width,
          height,
          (y, left, right) -> {
            for (int j = y * width + left; j < y * width + right; j++) {
              if (values[j] != 0 && values[j] != value) {
                overlapped.add((int) values[j]);
              }
              values[j] = value;
            }
            pixels[0] += right - left;
          });
      if (pixels[0] == 0) {
        losses.add("defects hold no pixel's center and are not in the label image");
      }
    }
    overlapped.forEach(
        number -> losses.add("defects are partly or wholly covered by others that overlap them"));
    WholeFile.write(
        folder.resolve(image.baseName() + ".png"),
        out -> {
          if (!ImageIO.write(labels, "png", out)) {
            throw new IOException("this Java has no writer of PNG; use another one");
          }
        });
  }

  private static void fill(LabeledShape shape, int width, int height, ShapeFill.Row row) {
    if (shape.ellipse().isPresent()) {
      ShapeFill.ellipse(shape.ellipse().get(), width, height, row);
    } else if (shape.outline().isEmpty()) {
      ShapeFill.box(shape.box(), width, height, row);
    } else {
      ShapeFill.outline(shape.outline(), width, height, row);
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
