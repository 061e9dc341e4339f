package org.loupe.segmentation;

import org.loupe.image.Mask;

/**
 * The watershed flood between an inner and an outer marker, level by level.
 *
 * <p>At level L = 1 … max the pixels lower than L are open. Until nothing changes, both floods grow
 * by one pixel, at the same time, into open pixels; a pixel that both would reach is taken by
 * neither and stays dry for good: it is the watershed line. Pixels at the maximum are never open,
 * and neighbors of a pixel in both markers are reached by both. The published definition dilates
 * the whole image again and again; this is the flood of {@link MarkerWatershed} up to under the
 * maximum, and gives the same pixels.
 *
 * <p>W. Li, K. G. Field, D. Morgan, Automated defect analysis in electron microscopic images, npj
 * Computational Materials 4, 36 (2018), doi:10.1038/s41524-018-0093-8.
 */
public final class TwoMarkerFlood {

  private static final int INNER = 1;
  private static final int OUTER = 2;

  private TwoMarkerFlood() {}

  /**
   * Returns the pixels that the outer flood did not take: the inner flood, the watershed line and
   * what was never flooded.
   *
   * @param levels heights, 0 to 255, row-major, of the size of the markers
   * @throws IllegalArgumentException if the sizes differ or a height is out of range
   */
  public static Mask object(int[] levels, Mask inner, Mask outer) {
    int width = inner.width();
    int height = inner.height();
    if (outer.width() != width || outer.height() != height || levels.length != width * height) {
      throw new IllegalArgumentException(
          "levels and markers must be of one size, were "
              + levels.length
              + ", "
              + width
              + " x "
              + height
              + " and "
              + outer.width()
              + " x "
              + outer.height());
    }
    int wide = width + 2;
    int[] state = RisingFlood.walled(width, height);
    int max = 0;
    for (int i = 0, y = 0; y < height; y++) {
      int p = (y + 1) * wide + 1;
      for (int x = 0; x < width; x++, i++, p++) {
        int level = levels[i];
        if (level < 0 || level > 255) {
          throw new IllegalArgumentException("heights must be 0 to 255, were " + level);
        }
        state[p] = start(level, inner.set()[i], outer.set()[i]);
        max = Math.max(max, level);
      }
    }
    RisingFlood.flood(state, wide, max - 1, Connectivity.EIGHT, RisingFlood.Meeting.DRY);
    boolean[] object = new boolean[levels.length];
    for (int i = 0, y = 0; y < height; y++) {
      int p = (y + 1) * wide + 1;
      for (int x = 0; x < width; x++, i++, p++) {
        object[i] = state[p] != OUTER && !outer.set()[i];
      }
    }
    return new Mask(width, height, object);
  }

  private static int start(int level, boolean inner, boolean outer) {
    if (inner && outer) {
      return RisingFlood.DRY;
    }
    return inner ? INNER : outer ? OUTER : RisingFlood.ground(level);
  }
}
