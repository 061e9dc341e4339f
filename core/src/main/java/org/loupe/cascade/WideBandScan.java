package org.loupe.cascade;

import java.util.Arrays;

/**
 * Scans bands of a level window by window, with integrals of 32 bits: for cascades with cells of
 * more than 128 pixels, whose sums the 16 bits of {@link BandScan} cannot hold.
 */
final class WideBandScan {

  private final LbpCascade cascade;
  private final StumpTables stumps;

  WideBandScan(LbpCascade cascade, StumpTables stumps) {
    this.cascade = cascade;
    this.stumps = stumps;
  }

  /** Scans window rows {@code from} to {@code to - 1} of a level. */
  BandScan.Found scan(ScanLevel level, LevelResize resize, int from, int to) {
    int step = level.step();
    int windows = level.positions(level.width(), cascade.windowWidth());
    int pixelRows = (to - 1 - from) * step + cascade.windowHeight();
    int stride = level.width() + 1;
    int[] integral = integral(resize, from * step, pixelRows);
    int[] places = new int[64];
    double[] scores = new double[64];
    int count = 0;
    for (int row = 0; row < to - from; row++) {
      for (int w = 0; w < windows; w++) {
        int base = row * step * stride + w * step;
        double sum = 0;
        int stage = 0;
        while (stage < stumps.stages) {
          sum = sum(stage, integral, base, stride);
          if (!(sum >= stumps.passingSums[stage])) {
            break;
          }
          stage++;
        }
        if (stage == stumps.stages) {
          if (count == places.length) {
            places = Arrays.copyOf(places, 2 * count);
            scores = Arrays.copyOf(scores, 2 * count);
          }
          places[count] = row * windows + w;
          scores[count++] = sum - stumps.passingSums[stage - 1];
        } else if (stage == 0) {
          w++;
        }
      }
    }
    return new BandScan.Found(Arrays.copyOf(places, count), Arrays.copyOf(scores, count));
  }

  private static int[] integral(LevelResize resize, int firstRow, int rows) {
    int width = resize.width();
    int stride = width + 1;
    byte[] pixels = new byte[width];
    int[] integral = new int[Math.multiplyExact(rows + 1, stride)];
    LevelResize.RowPair rowPair = new LevelResize.RowPair();
    rowPair.begin(width);
    for (int y = 0; y < rows; y++) {
      resize.row(firstRow + y, rowPair, pixels);
      int row = (y + 1) * stride;
      int sum = 0;
      for (int x = 0; x < width; x++) {
        sum += pixels[x] & 0xFF;
        integral[row + x + 1] = integral[row - stride + x + 1] + sum;
      }
    }
    return integral;
  }

  private double sum(int stage, int[] integral, int base, int stride) {
    double sum = 0;
    for (int i = stumps.stageStart[stage]; i < stumps.stageStart[stage + 1]; i++) {
      int code = code(stumps.features[i], integral, base, stride);
      sum += stumps.codes[i].contains(code) ? stumps.leftLeaves[i] : stumps.rightLeaves[i];
    }
    return sum;
  }

  private static int code(LbpFeature feature, int[] integral, int base, int stride) {
    int center = cell(feature, 1, 1, integral, base, stride);
    int code = 0;
    for (int k = 0; k < 8; k++) {
      // Clockwise from the top left: columns 0 1 2 2 2 1 0 0, rows 0 0 0 1 2 2 2 1.
      int column = 0x00122210 >> (4 * k) & 3;
      int row = 0x12221000 >> (4 * k) & 3;
      int outer = cell(feature, column, row, integral, base, stride);
      code |= outer >= center ? 128 >> k : 0;
    }
    return code;
  }

  private static int cell(LbpFeature f, int column, int row, int[] integral, int base, int stride) {
    int left = base + f.x() + column * f.cellWidth();
    int right = left + f.cellWidth();
    int top = (f.y() + row * f.cellHeight()) * stride;
    int bottom = top + f.cellHeight() * stride;
    return integral[bottom + right]
        - integral[bottom + left]
        - integral[top + right]
        + integral[top + left];
  }
}
