package org.loupe.training.cascade;

import org.loupe.cascade.LbpFeature;

/** Integral image of one window, and the LBP codes that are read from it. */
final class WindowIntegral {

  private WindowIntegral() {}

  /** Returns sums over the pixels above and left; one column and one row larger than the window. */
  static int[] of(byte[] window, int width, int height) {
    int stride = width + 1;
    int[] sums = new int[stride * (height + 1)];
    for (int y = 0; y < height; y++) {
      int row = 0;
      for (int x = 0; x < width; x++) {
        row += window[y * width + x] & 0xFF;
        int at = (y + 1) * stride + x + 1;
        sums[at] = sums[at - stride] + row;
      }
    }
    return sums;
  }

  static int code(int[] sums, LbpFeature feature, int stride) {
    return code(
        sums,
        feature.y() * stride + feature.x(),
        feature.cellWidth(),
        feature.cellHeight() * stride);
  }

  /**
   * Returns the code of a 3 × 3 grid.
   *
   * @param corner index of the grid's top left corner
   * @param dx from a corner to the next one in its row
   * @param dy from a corner to the next one in its column
   */
  static int code(int[] sums, int corner, int dx, int dy) {
    int p0 = sums[corner];
    int p1 = sums[corner + dx];
    int p2 = sums[corner + 2 * dx];
    int p3 = sums[corner + 3 * dx];
    int row = corner + dy;
    int p4 = sums[row];
    int p5 = sums[row + dx];
    int p6 = sums[row + 2 * dx];
    int p7 = sums[row + 3 * dx];
    row += dy;
    int p8 = sums[row];
    int p9 = sums[row + dx];
    int p10 = sums[row + 2 * dx];
    int p11 = sums[row + 3 * dx];
    row += dy;
    int p12 = sums[row];
    int p13 = sums[row + dx];
    int p14 = sums[row + 2 * dx];
    int p15 = sums[row + 3 * dx];
    int center = p10 - p9 - p6 + p5;
    // the sign bit of outer less central cell, inverted, is the answer
    return ~((((p5 - p4 - p1 + p0 - center) >> 31) & 128)
            | (((p6 - p5 - p2 + p1 - center) >> 31) & 64)
            | (((p7 - p6 - p3 + p2 - center) >> 31) & 32)
            | (((p11 - p10 - p7 + p6 - center) >> 31) & 16)
            | (((p15 - p14 - p11 + p10 - center) >> 31) & 8)
            | (((p14 - p13 - p10 + p9 - center) >> 31) & 4)
            | (((p13 - p12 - p9 + p8 - center) >> 31) & 2)
            | (((p9 - p8 - p5 + p4 - center) >> 31) & 1))
        & 0xFF;
  }
}
