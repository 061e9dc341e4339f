package org.loupe.evaluate;

import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;

/**
 * What two ellipses share.
 *
 * <p>Both are cut into {@value #SLICES} slices of equal height; in each the chords are compared at
 * mid-height. Intersection and union are sums over the same slices, so that equal ellipses have an
 * overlap of exactly 1; otherwise the error is below 1e-4, which the tests hold against circles.
 */
public final class EllipseOverlap {

  private static final int SLICES = 1000;

  private EllipseOverlap() {}

  /** Returns the intersection over the union of the two areas, in [0, 1]. */
  public static double iou(Ellipse one, Ellipse other) {
    Box first = one.boundingBox();
    Box second = other.boundingBox();
    if (first.intersectionArea(second) == 0) {
      return 0;
    }
    double top = Math.min(first.y(), second.y());
    double step = (Math.max(first.bottom(), second.bottom()) - top) / SLICES;
    double shared = 0;
    double covered = 0;
    double[] a = new double[2];
    double[] b = new double[2];
    for (int i = 0; i < SLICES; i++) {
      double y = top + (i + 0.5) * step;
      chord(one, y, a);
      chord(other, y, b);
      double both = Math.max(0, Math.min(a[1], b[1]) - Math.max(a[0], b[0]));
      shared += both;
      covered += a[1] - a[0] + (b[1] - b[0]) - both;
    }
    return covered == 0 ? 0 : Math.min(1, shared / covered);
  }

  /** Puts where the line at {@code y} enters and leaves the ellipse; two zeros if it misses it. */
  private static void chord(Ellipse e, double y, double[] ends) {
    double cos = Math.cos(e.orientation());
    double sin = Math.sin(e.orientation());
    double a2 = e.majorAxisLength() * e.majorAxisLength() / 4;
    double b2 = e.minorAxisLength() * e.minorAxisLength() / 4;
    // orientation is counter-clockwise on screen and y points down
    double dy = e.centerY() - y;
    double alpha = cos * cos / a2 + sin * sin / b2;
    double beta = cos * sin * (1 / a2 - 1 / b2) * dy;
    double gamma = dy * dy * (sin * sin / a2 + cos * cos / b2) - 1;
    double root2 = beta * beta - alpha * gamma;
    if (root2 <= 0) {
      ends[0] = 0;
      ends[1] = 0;
      return;
    }
    double root = Math.sqrt(root2);
    ends[0] = e.centerX() + (-beta - root) / alpha;
    ends[1] = e.centerX() + (-beta + root) / alpha;
  }
}
