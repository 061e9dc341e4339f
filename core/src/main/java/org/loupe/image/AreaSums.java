package org.loupe.image;

import java.util.Optional;

/**
 * The sums of an image over all rectangles at its upper left corner (an integral image): the mean
 * over a square costs the same however large it is. Immutable and thread-safe.
 *
 * <p>Pixels are squares of constant value, and the border pixels go on beyond the frame; so the sum
 * up to a point within a pixel is the bilinear interpolation of those at its corners, and beyond
 * the frame their extrapolation. Both are exact.
 */
public final class AreaSums {

  /** The most pixels whose sum fits 32 bits without sign: 255 times as many are fewer than 2^32. */
  public static final int MAX_PIXELS = 1 << 24;

  private static final long UNSIGNED = 0xFFFF_FFFFL;

  private final int width;
  private final int height;

  /** (width + 1) * (height + 1), row-major; the first row and column are 0. */
  private final int[] sums;

  private AreaSums(ByteImage image) {
    width = image.width();
    height = image.height();
    int stride = width + 1;
    sums = new int[stride * (height + 1)];
    byte[] samples = image.samples();
    for (int y = 0; y < height; y++) {
      int row = 0;
      int above = y * stride + 1;
      int to = above + stride;
      for (int x = 0; x < width; x++) {
        row += samples[y * width + x] & 0xFF;
        sums[to + x] = sums[above + x] + row;
      }
    }
  }

  /** Returns the sums of {@code image}, or nothing if it has more than {@link #MAX_PIXELS}. */
  public static Optional<AreaSums> of(ByteImage image) {
    return image.samples().length > MAX_PIXELS
        ? Optional.empty()
        : Optional.of(new AreaSums(image));
  }

  /**
   * Writes the means over adjoining squares, {@code count} in a row and in a column.
   *
   * @param left of the first square, in pixels of the image; may lie beyond the frame, as all
   *     others may
   * @param top of the first square
   * @param side of each square, in pixels; positive
   * @param count at least 1
   * @param out receives {@code count * count} means, row-major, in gray levels
   * @param offset of the first of them
   */
  public void means(double left, double top, double side, int count, float[] out, int offset) {
    int stride = width + 1;
    int[] columns = new int[count + 1];
    double[] right = new double[count + 1];
    for (int i = 0; i <= count; i++) {
      double x = left + i * side;
      columns[i] = cell(x, width);
      right[i] = x - columns[i];
    }
    // sums are taken from this corner on: those of the whole image wrap around
    int firstColumn = columns[0];
    int firstRow = cell(top, height) * stride;
    double[] above = new double[count + 1];
    double[] here = new double[count + 1];
    for (int j = 0; j <= count; j++) {
      double y = top + j * side;
      int cell = cell(y, height);
      double down = y - cell;
      int upper = cell * stride;
      int lower = upper + stride;
      for (int i = 0; i <= count; i++) {
        int at = columns[i];
        double first = from(firstRow, firstColumn, upper, at);
        double second = from(firstRow, firstColumn, upper, at + 1);
        double third = from(firstRow, firstColumn, lower, at);
        double fourth = from(firstRow, firstColumn, lower, at + 1);
        double onUpper = first + right[i] * (second - first);
        double onLower = third + right[i] * (fourth - third);
        here[i] = onUpper + down * (onLower - onUpper);
      }
      if (j > 0) {
        int to = offset + (j - 1) * count;
        for (int i = 0; i < count; i++) {
          out[to + i] = (float) ((here[i + 1] - here[i] - above[i + 1] + above[i]) / (side * side));
        }
      }
      double[] swapped = above;
      above = here;
      here = swapped;
    }
  }

  /**
   * Returns the sum over the rectangle between a corner and a point, rows given by their offsets.
   */
  private double from(int firstRow, int firstColumn, int row, int column) {
    int sum =
        sums[row + column]
            - sums[row + firstColumn]
            - sums[firstRow + column]
            + sums[firstRow + firstColumn];
    return sum & UNSIGNED;
  }

  /** Returns the pixel that a coordinate lies in, or that nearest to it. */
  private static int cell(double at, int length) {
    return (int) Math.max(0, Math.min(length - 1, Math.floor(at)));
  }
}
