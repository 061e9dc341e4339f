package org.loupe.measure;

/**
 * A least-squares step of an ellipse: what its center and matrix change by so that points of its
 * outline move along their normals as they are asked to.
 *
 * <p>Five unknowns, written out: in loops of five turns Java checks bounds for longer than it
 * reckons.
 */
final class EllipseStep {

  /** Center in x and y, and the matrix: xx, xy, yy. */
  static final int UNKNOWNS = 5;

  /** A little is added to the diagonal, as a share of its sum: what no point asks for stays. */
  private static final double RIDGE = 2e-3;

  // normal matrix, lower half, and right-hand side
  private double a00;
  private double a10;
  private double a11;
  private double a20;
  private double a21;
  private double a22;
  private double a30;
  private double a31;
  private double a32;
  private double a33;
  private double a40;
  private double a41;
  private double a42;
  private double a43;
  private double a44;
  private double b0;
  private double b1;
  private double b2;
  private double b3;
  private double b4;

  // the step; nothing before it is solved for
  private double x0;
  private double x1;
  private double x2;
  private double x3;
  private double x4;

  /**
   * Leaves how far each unknown moves a point of the outline along its normal.
   *
   * @param rows where {@value #UNKNOWNS} numbers a point are left, one point after the other
   * @param point its number
   * @param nx unit normal
   * @param ny unit normal
   * @param ux place on the circle that the matrix maps to the ellipse
   * @param uy place on the circle that the matrix maps to the ellipse
   */
  static void row(double[] rows, int point, double nx, double ny, double ux, double uy) {
    int at = point * UNKNOWNS;
    rows[at] = nx;
    rows[at + 1] = ny;
    rows[at + 2] = nx * ux;
    rows[at + 3] = nx * uy + ny * ux;
    rows[at + 4] = ny * uy;
  }

  /** Returns by how much the step moves a point along its normal. */
  double along(double[] rows, int point) {
    int at = point * UNKNOWNS;
    return rows[at] * x0
        + rows[at + 1] * x1
        + rows[at + 2] * x2
        + rows[at + 3] * x3
        + rows[at + 4] * x4;
  }

  /** Asks for a shift of a point along its normal. */
  void add(double[] rows, int point, double weight, double shift) {
    int at = point * UNKNOWNS;
    double r0 = rows[at];
    double r1 = rows[at + 1];
    double r2 = rows[at + 2];
    double r3 = rows[at + 3];
    double r4 = rows[at + 4];
    double w0 = weight * r0;
    double w1 = weight * r1;
    double w2 = weight * r2;
    double w3 = weight * r3;
    double w4 = weight * r4;
    a00 += w0 * r0;
    a10 += w1 * r0;
    a11 += w1 * r1;
    a20 += w2 * r0;
    a21 += w2 * r1;
    a22 += w2 * r2;
    a30 += w3 * r0;
    a31 += w3 * r1;
    a32 += w3 * r2;
    a33 += w3 * r3;
    a40 += w4 * r0;
    a41 += w4 * r1;
    a42 += w4 * r2;
    a43 += w4 * r3;
    a44 += w4 * r4;
    b0 += w0 * shift;
    b1 += w1 * shift;
    b2 += w2 * shift;
    b3 += w3 * shift;
    b4 += w4 * shift;
  }

  /** Solves for the step, by Cholesky's factors. */
  void solve() {
    double ridge = RIDGE * (1e-9 + a00 + a11 + a22 + a33 + a44);
    double i0 = 1 / Math.sqrt(a00 + ridge);
    double l10 = a10 * i0;
    double l20 = a20 * i0;
    double l30 = a30 * i0;
    double l40 = a40 * i0;
    double i1 = 1 / Math.sqrt(a11 + ridge - l10 * l10);
    double l21 = (a21 - l20 * l10) * i1;
    double l31 = (a31 - l30 * l10) * i1;
    double l41 = (a41 - l40 * l10) * i1;
    double i2 = 1 / Math.sqrt(a22 + ridge - l20 * l20 - l21 * l21);
    double l32 = (a32 - l30 * l20 - l31 * l21) * i2;
    double l42 = (a42 - l40 * l20 - l41 * l21) * i2;
    double i3 = 1 / Math.sqrt(a33 + ridge - l30 * l30 - l31 * l31 - l32 * l32);
    double l43 = (a43 - l40 * l30 - l41 * l31 - l42 * l32) * i3;
    double i4 = 1 / Math.sqrt(a44 + ridge - l40 * l40 - l41 * l41 - l42 * l42 - l43 * l43);
    double y0 = b0 * i0;
    double y1 = (b1 - l10 * y0) * i1;
    double y2 = (b2 - l20 * y0 - l21 * y1) * i2;
    double y3 = (b3 - l30 * y0 - l31 * y1 - l32 * y2) * i3;
    double y4 = (b4 - l40 * y0 - l41 * y1 - l42 * y2 - l43 * y3) * i4;
    x4 = y4 * i4;
    x3 = (y3 - l43 * x4) * i3;
    x2 = (y2 - l32 * x3 - l42 * x4) * i2;
    x1 = (y1 - l21 * x2 - l31 * x3 - l41 * x4) * i1;
    x0 = (y0 - l10 * x1 - l20 * x2 - l30 * x3 - l40 * x4) * i0;
  }

  /** Returns the shape that the step leads to. */
  ShapeMatrix from(ShapeMatrix shape) {
    return shape.plus(x0, x1, x2, x3, x4);
  }
}
