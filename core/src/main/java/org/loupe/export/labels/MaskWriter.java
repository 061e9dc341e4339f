package org.loupe.export.labels;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferUShort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.loupe.geometry.Box;
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
    for (int i = 0; i < image.shapes().size(); i++) {
      if (isInParts(values, width, height, (short) (i + 1), image.shapes().get(i))) {
        losses.add("defects lie in several parts, which a reader may take for defects each");
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

  /** Returns whether the pixels of a value do not all touch, looked for where the shape is. */
  private static boolean isInParts(
      short[] values, int width, int height, short value, LabeledShape shape) {
    Box box = shape.extent();
    int left = (int) Math.max(0, Math.min(width, Math.floor(box.x())));
    int top = (int) Math.max(0, Math.min(height, Math.floor(box.y())));
    int columns = (int) Math.min(width, Math.ceil(box.right())) - left;
    int rows = (int) Math.min(height, Math.ceil(box.bottom())) - top;
    boolean[] open = new boolean[Math.max(0, columns) * Math.max(0, rows)];
    int first = -1;
    int pixels = 0;
    for (int i = 0; i < open.length; i++) {
      open[i] = values[(top + i / columns) * width + left + i % columns] == value;
      first = first < 0 && open[i] ? i : first;
      pixels += open[i] ? 1 : 0;
    }
    return first >= 0 && touching(open, columns, rows, first) < pixels;
  }

  /** Closes the pixels that touch {@code first} by side or corner, in steps, and counts them. */
  private static int touching(boolean[] open, int columns, int rows, int first) {
    Deque<Integer> next = new ArrayDeque<>(List.of(first));
    open[first] = false;
    int count = 0;
    while (!next.isEmpty()) {
      int pixel = next.pop();
      count++;
      int px = pixel % columns;
      int py = pixel / columns;
      for (int y = Math.max(0, py - 1); y <= Math.min(rows - 1, py + 1); y++) {
        for (int x = Math.max(0, px - 1); x <= Math.min(columns - 1, px + 1); x++) {
          if (open[y * columns + x]) {
            open[y * columns + x] = false;
            next.push(y * columns + x);
          }
        }
      }
    }
    return count;
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
