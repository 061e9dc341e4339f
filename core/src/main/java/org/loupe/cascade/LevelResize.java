package org.loupe.cascade;

import org.loupe.image.ByteImage;

/**
 * Makes rows of a resized image, bit for bit those of OpenCV's {@code INTER_LINEAR_EXACT}.
 *
 * <p>Weights have 8 fractional bits; a row is interpolated to 8.8 bits, then two rows to 16.16
 * bits, and halves are rounded up. Pixels beyond the border repeat the last one. Immutable.
 */
final class LevelResize {

  private static final int ONE = 256;

  private final ByteImage image;
  private final int width;
  private final int height;
  private final int[] leftX;
  private final int[] weightX;
  private final int[] topY;
  private final int[] weightY;

  LevelResize(ByteImage image, int width, int height) {
    this.image = image;
    this.width = width;
    this.height = height;
    leftX = new int[width];
    weightX = new int[width];
    topY = new int[height];
    weightY = new int[height];
    place(image.width(), leftX, weightX);
    place(image.height(), topY, weightY);
  }

  /** Fills in, per sample of the result, the left one of its two sources and the right's weight. */
  private static void place(int sourceSize, int[] left, int[] weight) {
    double scale = 1.0 / ((double) left.length / sourceSize);
    for (int i = 0; i < left.length; i++) {
      double position = scale * (i + 0.5) - 0.5;
      int floor = (int) Math.floor(position);
      if (floor < 0 || sourceSize == 1) {
        left[i] = 0;
      } else if (floor >= sourceSize - 1) {
        left[i] = sourceSize - 1;
      } else {
        left[i] = floor;
        weight[i] = (int) Math.rint((position - floor) * ONE);
      }
    }
  }

  int width() {
    return width;
  }

  /** Two source rows, interpolated along x, so that the next row of the result can use them. */
  static final class RowPair {
    private char[] upper = {};
    private char[] lower = {};
    private int upperRow = -1;
    private int lowerRow = -1;

    void begin(int width) {
      if (upper.length < width) {
        upper = new char[width];
        lower = new char[width];
      }
      upperRow = -1;
      lowerRow = -1;
    }
  }

  /** Writes row {@code y} of the result to {@code out}; {@code rows} carries on between calls. */
  void row(int y, RowPair rows, byte[] out) {
    if (width == image.width() && height == image.height()) {
      System.arraycopy(image.samples(), y * width, out, 0, width);
      return;
    }
    int top = topY[y];
    int weight = weightY[y];
    if (rows.upperRow != top) {
      char[] spare = rows.upper;
      rows.upper = rows.lower;
      rows.lower = spare;
      int row = rows.upperRow;
      rows.upperRow = rows.lowerRow;
      rows.lowerRow = row;
      if (rows.upperRow != top) {
        interpolateX(image.samples(), top * image.width(), leftX, weightX, rows.upper, width);
        rows.upperRow = top;
      }
    }
    if (weight == 0) {
      blend(rows.upper, rows.upper, 0, out, width);
      return;
    }
    if (rows.lowerRow != top + 1) {
      interpolateX(image.samples(), (top + 1) * image.width(), leftX, weightX, rows.lower, width);
      rows.lowerRow = top + 1;
    }
    blend(rows.upper, rows.lower, weight, out, width);
  }

  private static void interpolateX(
      byte[] source, int start, int[] left, int[] weight, char[] out, int width) {
    int last = source.length - 1;
    for (int x = 0; x < width; x++) {
      int from = start + left[x];
      int a = source[from] & 0xFF;
      int b = source[Math.min(from + 1, last)] & 0xFF;
      out[x] = (char) (a * ONE + (b - a) * weight[x]);
    }
  }

  private static void blend(char[] upper, char[] lower, int weight, byte[] out, int width) {
    int other = ONE - weight;
    for (int x = 0; x < width; x++) {
      out[x] = (byte) ((upper[x] * other + lower[x] * weight + (1 << 15)) >>> 16);
    }
  }
}
