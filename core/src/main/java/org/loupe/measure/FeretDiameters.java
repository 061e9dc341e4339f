package org.loupe.measure;

import java.util.Arrays;
import org.loupe.image.Mask;

/**
 * The largest and the smallest caliper diameter of a region, from the hull of its pixels' corners.
 *
 * @param maxPx longest distance of two corners, in pixels
 * @param minPx smallest width between two parallel lines, in pixels
 */
public record FeretDiameters(double maxPx, double minPx) {

  /**
   * Returns the diameters of the set pixels, taken as unit squares.
   *
   * @throws IllegalArgumentException if no pixel is set
   */
  public static FeretDiameters of(Mask region) {
    int[][] hull = hull(corners(region));
    double max = 0;
    double min = Double.POSITIVE_INFINITY;
    int far = 1;
    for (int i = 0; i < hull.length; i++) {
      int[] a = hull[i];
      int[] b = hull[(i + 1) % hull.length];
      // calipers: the farthest corner only moves on as the edge turns
      while (cross(a, b, hull[(far + 1) % hull.length]) > cross(a, b, hull[far])) {
        far = (far + 1) % hull.length;
      }
      min = Math.min(min, cross(a, b, hull[far]) / Math.hypot(b[0] - a[0], b[1] - a[1]));
      for (int[] c : hull) {
        max = Math.max(max, Math.hypot(c[0] - a[0], c[1] - a[1]));
      }
    }
    return new FeretDiameters(max, min);
  }

  /** Corners of the outermost pixels of each row; the hull needs no others. In order of x, y. */
  private static int[][] corners(Mask region) {
    int[][] corners = new int[4 * region.height()][];
    int n = 0;
    for (int y = 0; y < region.height(); y++) {
      int first = -1;
      int last = -1;
      for (int x = 0; x < region.width(); x++) {
        if (region.at(x, y)) {
          first = first < 0 ? x : first;
          last = x;
        }
      }
      if (first >= 0) {
        corners[n++] = new int[] {first, y};
        corners[n++] = new int[] {first, y + 1};
        corners[n++] = new int[] {last + 1, y};
        corners[n++] = new int[] {last + 1, y + 1};
      }
    }
    if (n == 0) {
      throw new IllegalArgumentException("a region must have at least one pixel, had none");
    }
    int[][] used = Arrays.copyOf(corners, n);
    Arrays.sort(used, (p, q) -> p[0] != q[0] ? p[0] - q[0] : p[1] - q[1]);
    return used;
  }

  /** Andrew's monotone chain; no three corners of the result are on a line. */
  private static int[][] hull(int[][] sorted) {
    int[][] hull = new int[2 * sorted.length + 1][];
    int n = 0;
    for (int[] p : sorted) {
      while (n >= 2 && cross(hull[n - 2], hull[n - 1], p) <= 0) {
        n--;
      }
      hull[n++] = p;
    }
    int lower = n + 1;
    for (int i = sorted.length - 2; i >= 0; i--) {
      while (n >= lower && cross(hull[n - 2], hull[n - 1], sorted[i]) <= 0) {
        n--;
      }
      hull[n++] = sorted[i];
    }
    return Arrays.copyOf(hull, n - 1);
  }

  private static long cross(int[] a, int[] b, int[] c) {
    return (long) (b[0] - a[0]) * (c[1] - a[1]) - (long) (b[1] - a[1]) * (c[0] - a[0]);
  }
}
