package org.loupe.cascade;

/**
 * Where the integral of a level's band keeps its columns, and so where each stump finds its
 * corners. Immutable.
 *
 * <p>With a step of 2 a row holds its even columns first, then its odd ones, and so on with longer
 * steps: neighboring windows then are neighbors in memory.
 */
final class LevelLayout {

  /** Shorts in 64 bytes. */
  private static final int LINE = 32;

  final int stride;

  /** Sixteen offsets per stump, of its grid's corners, by rows. */
  final int[] corners;

  private final int step;

  /** Room for the columns of each remainder. */
  private final int share;

  private LevelLayout(StumpTables stumps, int step, int share, int stride, int scale) {
    this.step = step;
    this.share = share;
    this.stride = stride;
    int count = stumps.features.length;
    int[] places = new int[stumps.pointColumns()];
    for (int x = 0; x < places.length; x++) {
      places[x] = scale * column(x);
    }
    corners = new int[16 * count];
    for (int i = 0; i < count; i++) {
      LbpFeature feature = stumps.features[i];
      int corner = 16 * i;
      for (int row = 0; row < 4; row++) {
        int y = (feature.y() + row * feature.cellHeight()) * stride;
        for (int k = 0; k < 4; k++) {
          corners[corner++] = places[feature.x() + k * feature.cellWidth()] + y;
        }
      }
    }
  }

  /** For integrals of {@code columnCount} columns, with a window at every {@code step}-th. */
  static LevelLayout ofLevel(StumpTables stumps, int columnCount, int step) {
    int share = (columnCount + step - 1) / step;
    return new LevelLayout(stumps, step, share, oddLines(step * share), 1);
  }

  /**
   * Returns a row of at least this length that is an odd number of cache lines: rows under each
   * other then lie in different sets of the cache, of which all rows of 1024 pixels would share
   * few.
   */
  private static int oddLines(int length) {
    int lines = (length + LINE - 1) / LINE;
    return (lines | 1) * LINE;
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
