package org.loupe.image;

import java.util.Arrays;
import java.util.List;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.geometry.Point;
import org.loupe.geometry.Polygon;

/**
 * The pixels of a shape: those whose centers lie inside it.
 *
 * <p>A center on the line counts at the left and the top, not at the right and the bottom, so that
 * shapes side by side share no pixel.
 */
public final class ShapeFill {

  private ShapeFill() {}

  /** Takes pixels of one row. */
  @FunctionalInterface
  public interface Row {
    /** Takes the pixels of row {@code y} from {@code left} to before {@code right}. */
    void take(int y, int left, int right);
  }

  /** Hands the pixels of {@code box} inside the image to {@code row}, from the top. */
  public static void box(Box box, int width, int height, Row row) {
    for (int y = first(box.y(), height); y < first(box.bottom(), height); y++) {
      take(y, box.x(), box.right(), width, row);
    }
  }

  /** Hands the pixels of {@code ellipse} inside the image to {@code row}, from the top. */
  public static void ellipse(Ellipse ellipse, int width, int height, Row row) {
    double cos = Math.cos(ellipse.orientation());
    double sin = Math.sin(ellipse.orientation());
    double a = ellipse.majorAxisLength() / 2;
    double b = ellipse.minorAxisLength() / 2;
    // (u/a)² + (v/b)² = 1 with u = x cos - y sin, v = x sin + y cos, as a square equation of x
    double p = cos * cos / (a * a) + sin * sin / (b * b);
    double q = cos * sin * (1 / (b * b) - 1 / (a * a));
    double r = sin * sin / (a * a) + cos * cos / (b * b);
    Box box = ellipse.boundingBox();
    for (int y = first(box.y(), height); y < first(box.bottom(), height); y++) {
      double dy = y + 0.5 - ellipse.centerY();
      double root = q * q * dy * dy - p * (r * dy * dy - 1);
      if (root > 0) {
        double middle = ellipse.centerX() - q * dy / p;
        double half = Math.sqrt(root) / p;
        take(y, middle - half, middle + half, width, row);
      }
    }
  }

  /**
   * Hands the pixels inside {@code outline}, by the nonzero winding rule, to {@code row}, from the
   * top.
   */
  public static void outline(List<Polygon> outline, int width, int height, Row row) {
    int sides = 0;
    double top = Double.POSITIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    for (Polygon polygon : outline) {
      sides += polygon.corners().size();
      for (Point corner : polygon.corners()) {
        top = Math.min(top, corner.y());
        bottom = Math.max(bottom, corner.y());
      }
    }
    double[] crossings = new double[sides];
    int[] turns = new int[sides];
    for (int y = first(top, height); y < first(bottom, height); y++) {
      int count = crossings(outline, y + 0.5, crossings, turns);
      int winding = 0;
      for (int i = 0; i + 1 < count; i++) {
        winding += turns[i];
        if (winding != 0) {
          take(y, crossings[i], crossings[i + 1], width, row);
        }
      }
    }
  }

  /** Finds where sides cross the line at {@code y}, from left to right, and which way. */
  private static int crossings(List<Polygon> outline, double y, double[] xs, int[] turns) {
    int count = 0;
    for (Polygon polygon : outline) {
      Point from = polygon.corners().get(polygon.corners().size() - 1);
      for (Point to : polygon.corners()) {
        if (from.y() <= y != to.y() <= y) {
          double x = from.x() + (y - from.y()) * (to.x() - from.x()) / (to.y() - from.y());
          int at = count++;
          for (; at > 0 && xs[at - 1] > x; at--) {
            xs[at] = xs[at - 1];
            turns[at] = turns[at - 1];
          }
          xs[at] = x;
          turns[at] = from.y() <= y ? 1 : -1;
        }
        from = to;
      }
    }
    return count;
  }

  private static void take(int y, double left, double right, int width, Row row) {
    int first = first(left, width);
    int end = first(right, width);
    if (first < end) {
      row.take(y, first, end);
    }
  }

  /** Returns the first pixel whose center is at {@code edge} or beyond, within the image. */
  private static int first(double edge, int size) {
    return (int) Math.max(0, Math.min(size, Math.ceil(edge - 0.5)));
  }

  /** Returns the mask that a shape fills. */
  public static Mask mask(int width, int height, java.util.function.Consumer<Row> shape) {
    boolean[] set = new boolean[width * height];
    shape.accept((y, left, right) -> Arrays.fill(set, y * width + left, y * width + right, true));
    return new Mask(width, height, set);
  }
}
