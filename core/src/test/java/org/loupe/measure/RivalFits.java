package org.loupe.measure;

import java.util.Optional;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.image.GrayImage;

/** Two other ways to find the ellipse of a rim, to compare {@link DefectMeasurer} with. */
final class RivalFits {

  private static final int ANGLES = 64;
  private static final double STEP = 0.5;
  private static final double BEND = 0.4;

  private RivalFits() {}

  /**
   * The closed path of strongest rim round the box's center, by dynamic programming over polar
   * coordinates, and the ellipse of its area's moments.
   */
  static Optional<Ellipse> closedPath(GrayImage image, Box box) {
    double[][] path = path(image, box);
    ShapeMatrix shape = Polygons.momentShape(path[0], path[1]);
    return shape.isFinite() && shape.semiMinor() > 0
        ? Optional.of(shape.toEllipse())
        : Optional.empty();
  }

  /**
   * The direct least-squares ellipse through the strongest rim point on each ray from the box's
   * center.
   *
   * <p>A. Fitzgibbon, M. Pilu, R. B. Fisher, IEEE Trans. PAMI 21, 476 (1999), doi
   * 10.1109/34.765658, in the stable form of R. Halíř and J. Flusser, WSCG (1998).
   */
  static Optional<Ellipse> direct(GrayImage image, Box box) {
    RidgeMap map = map(image, box);
    double max = 0.7 * Math.max(box.width(), box.height());
    double[] xs = new double[ANGLES];
    double[] ys = new double[ANGLES];
    for (int a = 0; a < ANGLES; a++) {
      double nx = Math.cos(2 * Math.PI * a / ANGLES);
      double ny = Math.sin(2 * Math.PI * a / ANGLES);
      double best = Double.NEGATIVE_INFINITY;
      for (double r = 2; r < max; r += STEP) {
        double x = box.centerX() + r * nx;
        double y = box.centerY() + r * ny;
        double value = map.response(x, y, nx, ny);
        if (map.covers(x, y) && value > best) {
          best = value;
          xs[a] = x - box.centerX();
          ys[a] = y - box.centerY();
        }
      }
    }
    return conic(xs, ys)
        .map(
            e ->
                new Ellipse(
                    e.centerX() + box.centerX(),
                    e.centerY() + box.centerY(),
                    e.majorAxisLength(),
                    e.minorAxisLength(),
                    e.orientation()));
  }

  private static RidgeMap map(GrayImage image, Box box) {
    double side = Math.max(box.width(), box.height());
    return RidgeMap.of(
        image,
        PixelWindow.around(image, box, 3 + 0.15 * side),
        1,
        Math.max(0.9, Math.min(3, 0.04 * side)),
        RimPolarity.DARK,
        OutlineFeature.RIM);
  }

  private static double[][] path(GrayImage image, Box box) {
    RidgeMap map = map(image, box);
    double max = 0.7 * Math.max(box.width(), box.height());
    int radii = Math.max(3, (int) ((max - 2) / STEP));
    double[][] gain = new double[ANGLES][radii];
    for (int a = 0; a < ANGLES; a++) {
      double nx = Math.cos(2 * Math.PI * a / ANGLES);
      double ny = Math.sin(2 * Math.PI * a / ANGLES);
      for (int r = 0; r < radii; r++) {
        double radius = 2 + r * STEP;
        double value =
            map.response(box.centerX() + radius * nx, box.centerY() + radius * ny, nx, ny);
        gain[a][r] = Math.max(-1, value / Math.max(1e-9, map.noise));
      }
    }
    int laps = 3 * ANGLES; // the middle lap has forgotten both ends
    int[][] from = new int[laps][radii];
    double[] best = new double[radii];
    for (int s = 0; s < laps; s++) {
      double[] next = new double[radii];
      for (int r = 0; r < radii; r++) {
        double most = Double.NEGATIVE_INFINITY;
        for (int d = -2; d <= 2; d++) {
          int q = r + d;
          if (q >= 0 && q < radii && best[q] - BEND * d * d > most) {
            most = best[q] - BEND * d * d;
            from[s][r] = q;
          }
        }
        next[r] = most + gain[s % ANGLES][r];
      }
      best = next;
    }
    int r = 0;
    for (int i = 1; i < radii; i++) {
      r = best[i] > best[r] ? i : r;
    }
    double[][] path = new double[2][ANGLES];
    for (int s = laps - 1; s >= ANGLES; s--) {
      if (s < 2 * ANGLES) {
        int a = s % ANGLES;
        double radius = 2 + r * STEP;
        path[0][a] = box.centerX() + radius * Math.cos(2 * Math.PI * a / ANGLES);
        path[1][a] = box.centerY() + radius * Math.sin(2 * Math.PI * a / ANGLES);
      }
      r = from[s][r];
    }
    return path;
  }

  /** The conic of least algebraic distance with 4ac - b² = 1, which is always an ellipse. */
  static Optional<Ellipse> conic(double[] xs, double[] ys) {
    double scale = 0;
    for (int i = 0; i < xs.length; i++) {
      scale += Math.hypot(xs[i], ys[i]) / xs.length;
    }
    double[][] s1 = new double[3][3];
    double[][] s2 = new double[3][3];
    double[][] s3 = new double[3][3];
    for (int i = 0; i < xs.length; i++) {
      double x = xs[i] / scale;
      double y = ys[i] / scale;
      double[] quadratic = {x * x, x * y, y * y};
      double[] linear = {x, y, 1};
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          s1[j][k] += quadratic[j] * quadratic[k];
          s2[j][k] += quadratic[j] * linear[k];
          s3[j][k] += linear[j] * linear[k];
        }
      }
    }
    double[][] t = times(inverse(s3), transposed(s2), -1);
    double[][] m = s1;
    double[][] st = times(s2, t, 1);
    for (int j = 0; j < 3; j++) {
      for (int k = 0; k < 3; k++) {
        m[j][k] += st[j][k];
      }
    }
    double[][] reduced = {
      {m[2][0] / 2, m[2][1] / 2, m[2][2] / 2},
      {-m[1][0], -m[1][1], -m[1][2]},
      {m[0][0] / 2, m[0][1] / 2, m[0][2] / 2}
    };
    for (double root : realRoots(reduced)) {
      double[] q = nullVector(reduced, root);
      if (4 * q[0] * q[2] - q[1] * q[1] > 0) {
        double[] l = new double[3];
        for (int j = 0; j < 3; j++) {
          l[j] = t[j][0] * q[0] + t[j][1] * q[1] + t[j][2] * q[2];
        }
        return ellipse(q, l, scale);
      }
    }
    return Optional.empty();
  }

  private static Optional<Ellipse> ellipse(double[] q, double[] l, double scale) {
    double a = q[0];
    double b = q[1] / 2;
    double c = q[2];
    double det = a * c - b * b;
    double x = (-c * l[0] / 2 + b * l[1] / 2) / det;
    double y = (-a * l[1] / 2 + b * l[0] / 2) / det;
    double level = -(l[2] + (l[0] * x + l[1] * y) / 2);
    double mean = (a + c) / 2;
    double half = Math.hypot((a - c) / 2, b);
    double large = level / (mean - Math.copySign(half, mean));
    double small = level / (mean + Math.copySign(half, mean));
    if (!(small > 0 && large >= small)) {
      return Optional.empty();
    }
    double sign = Math.copySign(1, mean);
    // the major axis is where the form grows slowest; y points down
    double angle = 0.5 * Math.atan2(-2 * b * sign, -(a - c) * sign);
    return Optional.of(
        new Ellipse(
            scale * x,
            scale * y,
            2 * scale * Math.sqrt(large),
            2 * scale * Math.sqrt(small),
            Ellipse.wrapOrientation(-angle)));
  }

  private static double[] realRoots(double[][] m) {
    double trace = m[0][0] + m[1][1] + m[2][2];
    double minors =
        m[0][0] * m[1][1]
            - m[0][1] * m[1][0]
            + m[0][0] * m[2][2]
            - m[0][2] * m[2][0]
            + m[1][1] * m[2][2]
            - m[1][2] * m[2][1];
    double det = determinant(m);
    double p = minors - trace * trace / 3;
    double q = -2 * trace * trace * trace / 27 + trace * minors / 3 - det;
    double shift = trace / 3;
    double inside = q * q / 4 + p * p * p / 27;
    if (inside > 0) {
      double root = Math.sqrt(inside);
      return new double[] {Math.cbrt(-q / 2 + root) + Math.cbrt(-q / 2 - root) + shift};
    }
    double r = 2 * Math.sqrt(-p / 3);
    double phi = Math.acos(Math.max(-1, Math.min(1, r == 0 ? 0 : 3 * q / (p * r)))) / 3;
    double[] roots = new double[3];
    for (int k = 0; k < 3; k++) {
      roots[k] = r * Math.cos(phi - 2 * Math.PI * k / 3) + shift;
    }
    return roots;
  }

  /** The largest cross product of two rows of m - root. */
  private static double[] nullVector(double[][] m, double root) {
    double[][] r = new double[3][];
    for (int i = 0; i < 3; i++) {
      r[i] = m[i].clone();
      r[i][i] -= root;
    }
    double[] best = new double[3];
    double most = -1;
    for (int i = 0; i < 3; i++) {
      double[] u = r[i];
      double[] v = r[(i + 1) % 3];
      double[] w = {
        u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]
      };
      double size = w[0] * w[0] + w[1] * w[1] + w[2] * w[2];
      if (size > most) {
        most = size;
        best = w;
      }
    }
    return best;
  }

  private static double determinant(double[][] m) {
    return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
        - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
        + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
  }

  private static double[][] inverse(double[][] m) {
    double det = determinant(m);
    double[][] inverse = new double[3][3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        int a = (j + 1) % 3;
        int b = (j + 2) % 3;
        int c = (i + 1) % 3;
        int d = (i + 2) % 3;
        inverse[i][j] = (m[a][c] * m[b][d] - m[a][d] * m[b][c]) / det;
      }
    }
    return inverse;
  }

  private static double[][] transposed(double[][] m) {
    double[][] t = new double[3][3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        t[i][j] = m[j][i];
      }
    }
    return t;
  }

  private static double[][] times(double[][] a, double[][] b, double factor) {
    double[][] product = new double[3][3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          product[i][j] += factor * a[i][k] * b[k][j];
        }
      }
    }
    return product;
  }
}
