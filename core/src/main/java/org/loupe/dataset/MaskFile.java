package org.loupe.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.loupe.geometry.Box;
import org.loupe.geometry.Polygon;
import org.loupe.image.GrayImage;
import org.loupe.image.Mask;
import org.loupe.image.MaskOutline;
import org.loupe.io.MicrographFile;
import org.loupe.io.MicrographReaders;
import org.loupe.io.StoredSamples;
import org.loupe.micrograph.Micrograph;

/**
 * An image of the micrograph's size whose pixels other than 0 belong to defects.
 *
 * <p>Pixels of one value that touch by side or corner are a defect: so a binary mask holds defects
 * that do not touch, and a label image also those that do. Of a palette of colors the numbers
 * count, not the colors, of one of grays the grays; but where 0 is white and 255 black, as ImageJ
 * saves its masks (TIFF's WhiteIsZero or an inverting palette), the value that is stored.
 *
 * <p>Soft edges, as of a drawing with antialiasing or of a mask that was resized, would be defects
 * of a pixel or two, each of its own value: such a mask is refused.
 */
final class MaskFile {

  /** A region of fewer pixels that touches one of another value looks like part of an edge. */
  private static final int SMALLEST_PX = 5;

  /** Fewer such regions say nothing. */
  private static final int FEWEST = 4;

  private MaskFile() {}

  /**
   * What a mask holds.
   *
   * @param marks a region each
   * @param parts of values that lie in several places, where the mask has several values; else 0
   */
  record Contents(List<Annotation> marks, int parts) {}

  static Contents contents(Path file, MicrographBounds bounds) throws IOException {
    Micrograph mask;
    try (MicrographFile open = MicrographReaders.open(file)) {
      if (open.frames() != 1) {
        throw new LabelFormatException(
            file, "holds " + open.frames() + " frames; save the one with the mask as a file");
      }
      mask = open.frame(0);
    }
    if (mask.width() != bounds.widthPx() || mask.height() != bounds.heightPx()) {
      throw new LabelFormatException(
          file,
          "has "
              + mask.width()
              + " x "
              + mask.height()
              + " pixels, the micrograph has "
              + bounds.widthPx()
              + " x "
              + bounds.heightPx()
              + "; use the micrograph that it was drawn on");
    }
    if (mask.format().equals("JPEG")) {
      throw new LabelFormatException(
          file, "is a JPEG, which changes the values at edges; save the mask as PNG or TIFF");
    }
    Optional<GrayImage> stored = StoredSamples.ofMask(file, mask);
    return components(
        file,
        stored.orElseThrow(
            () ->
                new LabelFormatException(
                    file,
                    "does not tell whether white or black is a defect (a palette that cannot be"
                        + " read, or a TIFF of few bits whose 0 is white); save the mask as 8-bit"
                        + " PNG, 0 where there is no defect")));
  }

  private static Contents components(Path file, GrayImage image) throws LabelFormatException {
    float[] samples = image.samples();
    int width = image.width();
    boolean[] seen = new boolean[samples.length];
    int[] stack = new int[samples.length];
    List<Annotation> marks = new ArrayList<>();
    Map<Float, Integer> partsOf = new HashMap<>();
    int edges = 0;
    for (int i = 0; i < samples.length; i++) {
      if (samples[i] < 0 || samples[i] != Math.rint(samples[i])) {
        throw new LabelFormatException(
            file,
            "pixel " + i % width + ", " + i / width,
            "has the value " + samples[i] + "; a mask has whole numbers from 0 on");
      }
      if (samples[i] > 0 && !seen[i]) {
        int count = fill(samples, width, image.height(), i, seen, stack);
        partsOf.merge(samples[i], 1, Integer::sum);
        edges += count < SMALLEST_PX && touchesOther(samples, width, stack, count) ? 1 : 0;
        marks.add(
            new Annotation(
                boxOf(stack, count, width),
                Optional.empty(),
                outline(stack, count, width),
                Optional.empty()));
      }
    }
    if (edges >= FEWEST && 2 * edges > marks.size()) {
      throw new LabelFormatException(
          file,
          "has soft edges: "
              + edges
              + " of its "
              + marks.size()
              + " regions are of fewer than "
              + SMALLEST_PX
              + " pixels and touch one of another value, as antialiasing, resizing or a JPEG make"
              + " them; set a threshold, so that a defect has one value, and save it again");
    }
    return new Contents(
        marks,
        partsOf.size() == 1
            ? 0
            : partsOf.values().stream().filter(n -> n > 1).mapToInt(n -> n).sum());
  }

  private static boolean touchesOther(float[] samples, int width, int[] pixels, int count) {
    int height = samples.length / width;
    for (int i = 0; i < count; i++) {
      int px = pixels[i] % width;
      int py = pixels[i] / width;
      for (int y = Math.max(0, py - 1); y <= Math.min(height - 1, py + 1); y++) {
        for (int x = Math.max(0, px - 1); x <= Math.min(width - 1, px + 1); x++) {
          float other = samples[y * width + x];
          if (other != 0 && other != samples[pixels[i]]) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Puts the component of pixel {@code start} on the stack, whole, and returns its size. */
  private static int fill(
      float[] samples, int width, int height, int start, boolean[] seen, int[] stack) {
    int size = 1;
    stack[0] = start;
    seen[start] = true;
    for (int next = 0; next < size; next++) {
      int px = stack[next] % width;
      int py = stack[next] / width;
      for (int y = Math.max(0, py - 1); y <= Math.min(height - 1, py + 1); y++) {
        for (int x = Math.max(0, px - 1); x <= Math.min(width - 1, px + 1); x++) {
          int j = y * width + x;
          if (!seen[j] && samples[j] == samples[start]) {
            seen[j] = true;
            stack[size++] = j;
          }
        }
      }
    }
    return size;
  }

  private static Box boxOf(int[] pixels, int count, int width) {
    int[] b = bounds(pixels, count, width);
    return new Box(b[0], b[1], b[2] - b[0] + 1, b[3] - b[1] + 1);
  }

  private static List<Polygon> outline(int[] pixels, int count, int width) {
    int[] b = bounds(pixels, count, width);
    int windowWidth = b[2] - b[0] + 1;
    boolean[] set = new boolean[windowWidth * (b[3] - b[1] + 1)];
    for (int i = 0; i < count; i++) {
      int y = pixels[i] / width;
      set[(y - b[1]) * windowWidth + pixels[i] % width - b[0]] = true;
    }
    return MaskOutline.of(new Mask(windowWidth, b[3] - b[1] + 1, set), b[0], b[1]);
  }

  /** Returns the first and last column and row: left, top, right, bottom. */
  private static int[] bounds(int[] pixels, int count, int width) {
    int[] b = {Integer.MAX_VALUE, Integer.MAX_VALUE, -1, -1};
    for (int i = 0; i < count; i++) {
      int y = pixels[i] / width;
      b[0] = Math.min(b[0], pixels[i] % width);
      b[1] = Math.min(b[1], y);
      b[2] = Math.max(b[2], pixels[i] % width);
      b[3] = Math.max(b[3], y);
    }
    return b;
  }
}
