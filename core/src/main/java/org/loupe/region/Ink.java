package org.loupe.region;

/**
 * How much of each pixel of a character is ink, 0 to 1, in its bounding box.
 *
 * @param left first column, in pixels of the micrograph
 * @param top first row, in pixels of the micrograph
 * @param width in pixels
 * @param height in pixels
 * @param coverage {@code width * height} shares, row-major; handed over, not copied
 */
record Ink(int left, int top, int width, int height, float[] coverage) {

  int right() {
    return left + width;
  }

  int bottom() {
    return top + height;
  }

  /** Returns the coverage averaged over the cells of a grid laid over the box. */
  double[] resampled(int columns, int rows) {
    double[] cells = new double[columns * rows];
    double[] alongX = new double[columns * height];
    for (int y = 0; y < height; y++) {
      for (int c = 0; c < columns; c++) {
        alongX[y * columns + c] = average(y * width, (double) c / columns, (c + 1.0) / columns);
      }
    }
    for (int r = 0; r < rows; r++) {
      double from = (double) r / rows * height;
      double to = (r + 1.0) / rows * height;
      for (int c = 0; c < columns; c++) {
        double sum = 0;
        for (int y = (int) from; y < Math.min(height, Math.ceil(to)); y++) {
          double share = Math.min(to, y + 1) - Math.max(from, y);
          sum += share * alongX[y * columns + c];
        }
        cells[r * columns + c] = sum / (to - from);
      }
    }
    return cells;
  }

  /** Returns the mean of a row between two places, as shares of its length. */
  private double average(int offset, double first, double last) {
    double from = first * width;
    double to = last * width;
    double sum = 0;
    for (int i = (int) from; i < Math.min(width, Math.ceil(to)); i++) {
      sum += (Math.min(to, i + 1) - Math.max(from, i)) * coverage[offset + i];
    }
    return sum / (to - from);
  }
}
