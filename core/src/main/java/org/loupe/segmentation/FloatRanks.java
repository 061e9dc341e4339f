package org.loupe.segmentation;

/** Ranks of floating-point values: the lowest value is 0, equal values have equal ranks. */
final class FloatRanks {

  private static final int BITS = 11;
  private static final int DIGITS = 1 << BITS;

  private FloatRanks() {}

  /**
   * Writes the rank of each value and returns the highest; -1 for no values. By a radix sort of the
   * bits, whose order is that of the values once negative ones are turned over.
   *
   * @throws IllegalArgumentException if a value is not a number
   */
  static int rank(float[] values, int[] ranks) {
    int[] keys = new int[values.length];
    int[] order = new int[values.length];
    int[] sorted = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      if (Float.isNaN(values[i])) {
        throw new IllegalArgumentException("heights must be numbers, were NaN at pixel " + i);
      }
      int bits = Float.floatToRawIntBits(values[i] + 0f); // -0 + 0 is 0
      keys[i] = bits < 0 ? ~bits : bits | Integer.MIN_VALUE;
      order[i] = i;
    }
    for (int shift = 0; shift < 32; shift += BITS) {
      int[] end = new int[DIGITS + 1];
      for (int key : keys) {
        end[(key >>> shift & DIGITS - 1) + 1]++;
      }
      for (int d = 1; d <= DIGITS; d++) {
        end[d] += end[d - 1];
      }
      for (int i : order) {
        sorted[end[keys[i] >>> shift & DIGITS - 1]++] = i;
      }
      int[] swap = order;
      order = sorted;
      sorted = swap;
    }
    int rank = -1;
    for (int n = 0; n < order.length; n++) {
      int i = order[n];
      if (n == 0 || keys[i] != keys[order[n - 1]]) {
        rank++;
      }
      ranks[i] = rank;
    }
    return rank;
  }
}
