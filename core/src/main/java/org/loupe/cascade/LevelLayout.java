package org.loupe.cascade;

/**
 * Where the integral of a level's band keeps its columns, and so where each stump finds its
 * corners. Immutable.
 *
 * <p>With a step of 2 a row holds its even columns first, then its odd ones, and so on with longer
 * steps: neighboring windows then are neighbors in memory.
 */
final class LevelLayout {

  final int stride;

  /** Four offsets per stump, of the grid's vertical lines. */
  final int[] columns;

  /** Four offsets per stump, of the grid's horizontal lines. */
  final int[] rows;

  private final int step;

  /** Room for the columns of each remainder. */
  private final int share;

  private LevelLayout(StumpTables stumps, int step, int share, int stride, int scale) {
    this.step = step;
    this.share = share;
    this.stride = stride;
    int count = stumps.features.length;
    columns = new int[4 * count];
    rows = new int[4 * count];
    for (int i = 0; i < count; i++) {
      LbpFeature feature = stumps.features[i];
      for (int k = 0; k < 4; k++) {
        columns[4 * i + k] = scale * column(feature.x() + k * feature.cellWidth());
        rows[4 * i + k] = (feature.y() + k * feature.cellHeight()) * stride;
      }
    }
  }

  /** For integrals of {@code columnCount} columns, with a window at every {@code step}-th. */
  static LevelLayout ofLevel(StumpTables stumps, int columnCount, int step) {
    int share = (columnCount + step - 1) / step;
    return new LevelLayout(stumps, step, share, step * share, 1);
  }

  /** For {@code lanes} windows side by side, of {@code columnCount} columns each. */
  static LevelLayout ofPacked(StumpTables stumps, int columnCount, int lanes) {
    return new LevelLayout(stumps, 1, columnCount, columnCount * lanes, lanes);
  }

  /** Returns the offset of an integral's column in its row. */
  int column(int x) {
    return x % step * share + x / step;
  }

  /** Writes the integral row below {@code above}, given the pixels between the two. */
  void integrate(byte[] pixels, int width, short[] data, int above, int row) {
    if (step == 1) {
      int sum = 0;
      data[row] = 0;
      for (int x = 0; x < width; x++) {
        sum += pixels[x] & 0xFF;
        data[row + x + 1] = (short) (data[above + x + 1] + sum);
      }
      return;
    }
    int sum = 0;
    int remainder = 0;
    int column = 0;
    data[row] = 0;
    for (int x = 0; x < width; x++) {
      sum += pixels[x] & 0xFF;
      remainder++;
      if (remainder == step) {
        remainder = 0;
        column++;
      }
      int at = remainder * share + column;
      data[row + at] = (short) (data[above + at] + sum);
    }
  }
}
