package org.loupe.segmentation;

import java.util.Arrays;
import org.loupe.image.Mask;

/**
 * The watershed flood between an inner and an outer marker, level by level.
 *
 * <p>At level L = 1 … max the pixels lower than L are open. Until nothing changes, both floods grow
 * by one pixel, at the same time, into open pixels; a pixel that both would reach is taken by
 * neither and stays dry for good: it is the watershed line. Pixels at the maximum are never open.
 * The published definition dilates the whole image again and again; here only the neighbors of what
 * was flooded last are looked at, with the same result.
 *
 * <p>W. Li, K. G. Field, D. Morgan, Automated defect analysis in electron microscopic images, npj
 * Computational Materials 4, 36 (2018), doi:10.1038/s41524-018-0093-8.
 */
public final class TwoMarkerFlood {

  private static final byte INNER = 1;
  private static final byte OUTER = 2;

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
    byte[] taken = new byte[wide * (height + 2)];
    int[] padded = new int[taken.length];
    Arrays.fill(padded, Integer.MAX_VALUE); // the pad is never open
    int max = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        int level = levels[i];
        if (level < 0 || level > 255) {
          throw new IllegalArgumentException("heights must be 0 to 255, were " + level);
        }
        int p = (y + 1) * wide + x + 1;
        padded[p] = level;
        taken[p] = (byte) ((inner.set()[i] ? INNER : 0) | (outer.set()[i] ? OUTER : 0));
        max = Math.max(max, level);
      }
    }
    flood(padded, taken, wide, max);
    boolean[] object = new boolean[levels.length];
    for (int i = 0; i < object.length; i++) {
      object[i] = (taken[(i / width + 1) * wide + i % width + 1] & OUTER) == 0;
    }
    return new Mask(width, height, object);
  }

  private static void flood(int[] levels, byte[] taken, int wide, int max) {
    int[] around = {-wide - 1, -wide, -wide + 1, -1, 1, wide - 1, wide, wide + 1};
    int[] byLevel = bucketSorted(levels, max);
    int[] candidates = new int[levels.length];
    int[] fresh = new int[levels.length];
    byte[] take = new byte[levels.length];
    int[] queuedIn = new int[levels.length];
    int round = 0;
    int next = 0;
    for (int level = 1; level <= max; level++) {
      int count = 0;
      while (next < byLevel.length && levels[byLevel[next]] < level) {
        candidates[count++] = byLevel[next++];
      }
      while (count > 0) {
        // all decide on the state before the round, then all are taken: both floods move at once
        int freshCount = 0;
        for (int c = 0; c < count; c++) {
          int p = candidates[c];
          if (taken[p] == 0) {
            byte reach = reach(taken, p, around);
            if (reach == INNER || reach == OUTER) {
              take[freshCount] = reach;
              fresh[freshCount++] = p;
            }
          }
        }
        for (int f = 0; f < freshCount; f++) {
          taken[fresh[f]] = take[f];
        }
        round++;
        count = 0;
        for (int f = 0; f < freshCount; f++) {
          for (int step : around) {
            int q = fresh[f] + step;
            if (levels[q] < level && taken[q] == 0 && queuedIn[q] != round) {
              queuedIn[q] = round;
              candidates[count++] = q;
            }
          }
        }
      }
    }
  }

  private static byte reach(byte[] taken, int p, int[] around) {
    int reach = 0;
    for (int step : around) {
      reach |= taken[p + step];
    }
    return (byte) reach;
  }

  private static int[] bucketSorted(int[] levels, int max) {
    int[] start = new int[max + 2];
    int total = 0;
    for (int level : levels) {
      if (level <= max) {
        start[level + 1]++;
        total++;
      }
    }
    for (int i = 1; i < start.length; i++) {
      start[i] += start[i - 1];
    }
    int[] sorted = new int[total];
    for (int p = 0; p < levels.length; p++) {
      if (levels[p] <= max) {
        sorted[start[levels[p]]++] = p;
      }
    }
    return sorted;
  }
}
