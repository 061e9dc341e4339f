package org.loupe.cascade;

/**
 * The inner loop of detection: leaf sums of a run of windows, on plain arrays.
 *
 * <p>{@link PlainKernel} is the reference; {@code simd.VectorKernel} gives the same sums. Public
 * only for that package: nothing else should call it.
 *
 * <p>Windows are lanes: corner (i, j) of a stump's grid, window w, is {@code data[base + corners[16
 * * stump + 4 * j + i] + w]}. Integrals wrap at 16 bits; cells are smaller than 2^15, so a
 * difference of cells is exact and its sign tells the larger one.
 */
public interface StageKernel {

  /** {@code windows} must be a multiple of this; lanes beyond the last window hold anything. */
  int LANES = 16;

  /**
   * Returns where a window's sum is: in each block of sixteen, the even windows come before the odd
   * ones, as two vectors of ints have them.
   */
  static int sumIndex(int window) {
    return (window & ~15) | (window & 1) << 3 | (window & 14) >> 1;
  }

  /**
   * Adds the gains of stumps {@code first} to {@code end - 1} to {@code start}, for each window.
   *
   * @param data wrapped integrals
   * @param blocks indexes of the origins of each block's first window
   * @param count number of blocks
   * @param corners sixteen offsets per stump, by rows
   * @param tables 32 bytes per stump; see {@link StumpTables}
   * @param gains per stump, added where the code is in the stump's set
   * @param first stump
   * @param end stump after the last
   * @param start where each window's sum begins
   * @param codes room to work in: {@code LANES} per stump
   * @param sums that of window w of block b is left at {@code LANES * b + sumIndex(w)}; has room
   *     for an even number of blocks
   */
  void addGains(
      short[] data,
      int[] blocks,
      int count,
      int[] corners,
      byte[] tables,
      int[] gains,
      int first,
      int end,
      int start,
      int[] codes,
      int[] sums);
}
