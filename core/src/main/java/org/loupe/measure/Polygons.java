package org.loupe.measure;

/** Area and second moments of a simple polygon, in closed form (Green's theorem). */
final class Polygons {

  private Polygons() {}

  /** Returns the enclosed area, in square pixels, positive whatever the direction. */
  static double area(double[] xs, double[] ys) {
    double twice = 0;
    for (int i = 0, j = xs.length - 1; i < xs.length; j = i++) {
      twice += xs[j] * ys[i] - xs[i] * ys[j];
    }
    return Math.abs(twice) / 2;
  }

  /**
   * Returns the ellipse of equal first and second area moments (center line, no pixel variance).
   */
  static ShapeMatrix momentShape(double[] xs, double[] ys) {
    double ox = xs[0]; // moments about a vertex: large coordinates would cancel digits
    double oy = ys[0];
    double area = 0;
    double mx = 0;
    double my = 0;
    double mxx = 0;
    double mxy = 0;
    double myy = 0;
    for (int i = 0, j = xs.length - 1; i < xs.length; j = i++) {
      double x0 = xs[j] - ox;
      double y0 = ys[j] - oy;
      double x1 = xs[i] - ox;
      double y1 = ys[i] - oy;
      double cross = x0 * y1 - x1 * y0;
      area += cross / 2;
      mx += cross * (x0 + x1) / 6;
      my += cross * (y0 + y1) / 6;
      mxx += cross * (x0 * x0 + x0 * x1 + x1 * x1) / 12;
      myy += cross * (y0 * y0 + y0 * y1 + y1 * y1) / 12;
      mxy += cross * (x0 * y1 + 2 * x0 * y0 + 2 * x1 * y1 + x1 * y0) / 24;
    }
    double x = mx / area;
    double y = my / area;
    return ShapeMatrix.ofMoments(
        ox + x, oy + y, mxx / area - x * x, myy / area - y * y, mxy / area - x * y);
  }
}
