package org.loupe.measure;

import org.loupe.geometry.Ellipse;

/**
 * An ellipse as the image of the unit circle under a symmetric matrix.
 *
 * <p>The points are c + S·u with u on the unit circle. Unlike axes and an angle, the three entries
 * of S stay well defined at the circle, so a least-squares step needs no special case there.
 *
 * @param cx x of the center, in pixels
 * @param cy y of the center, in pixels
 * @param sxx entry of S, in pixels
 * @param sxy entry of S, in pixels
 * @param syy entry of S, in pixels
 */
record ShapeMatrix(double cx, double cy, double sxx, double sxy, double syy) {

  static ShapeMatrix circle(double cx, double cy, double radius) {
    return new ShapeMatrix(cx, cy, radius, 0, radius);
  }

  /** Returns the shape whose area moments are those given: S is 2·√covariance. */
  static ShapeMatrix ofMoments(double cx, double cy, double varX, double varY, double covXy) {
    double det = Math.sqrt(Math.max(varX * varY - covXy * covXy, 1e-12));
    double t = Math.sqrt(varX + varY + 2 * det); // square root of a 2x2 matrix in closed form
    return new ShapeMatrix(cx, cy, 2 * (varX + det) / t, 2 * covXy / t, 2 * (varY + det) / t);
  }

  double semiMajor() {
    return (sxx + syy) / 2 + Math.hypot((sxx - syy) / 2, sxy);
  }

  double semiMinor() {
    return (sxx + syy) / 2 - Math.hypot((sxx - syy) / 2, sxy);
  }

  ShapeMatrix plus(double dx, double dy, double dxx, double dxy, double dyy) {
    return new ShapeMatrix(cx + dx, cy + dy, sxx + dxx, sxy + dxy, syy + dyy);
  }

  /** Returns the ellipse; the orientation is counter-clockwise on screen, so minus y. */
  Ellipse toEllipse() {
    double major = 2 * semiMajor();
    double minor = Math.min(2 * semiMinor(), major);
    double angle = Ellipse.wrapOrientation(-0.5 * Math.atan2(2 * sxy, sxx - syy));
    return new Ellipse(cx, cy, major, minor, angle);
  }

  boolean isFinite() {
    return Double.isFinite(cx + cy + sxx + sxy + syy);
  }
}
