package org.loupe.measure;

import org.loupe.geometry.Ellipse;
import org.loupe.image.GrayImage;

/** Mean brightness inside, along and outside an ellipse: is there a rim, and how wide is it? */
final class RimProfile {

  private static final int ANGLES = 48;
  private static final int RINGS = 6;
  private static final double STEP = 0.5;
  private static final double[] COS = new double[ANGLES];
  private static final double[] SIN = new double[ANGLES];

  static {
    for (int k = 0; k < ANGLES; k++) {
      COS[k] = Math.cos(2 * Math.PI * k / ANGLES);
      SIN[k] = Math.sin(2 * Math.PI * k / ANGLES);
    }
  }

  private RimProfile() {}

  /**
   * Returns by how much the core is brighter than the band along the inner side of an ellipse, over
   * the rise from that band to the outside: about 1 for a ring, 0 or less for a solid defect. Taken
   * as it is for dark defects; the ratio is the same for bright ones.
   *
   * @param from where the band begins, as a multiple of the ellipse
   * @param to where the band ends
   */
  static double hollowness(GrayImage image, Ellipse ellipse, double from, double to) {
    double core = band(image, ellipse, 0, 0.6 * from);
    double rim = band(image, ellipse, from, to);
    double outside = band(image, ellipse, 1.33 * to, 1.55 * to);
    double rise = outside - rim;
    return rise == 0 ? 0 : (core - rim) / Math.abs(rise) * Math.signum(rise);
  }

  /**
   * Returns whether a defect is darker or brighter than what lies around it, by the mean gray
   * levels of an ellipse and of a band outside of it.
   */
  static RimPolarity polarity(GrayImage image, Ellipse ellipse) {
    double inside = band(image, ellipse, 0, 1);
    double outside = band(image, ellipse, 1.2, 1.6);
    return inside <= outside ? RimPolarity.DARK : RimPolarity.BRIGHT;
  }

  /**
   * Returns the half width at half depth of the outer side of a rim, in pixels: where the mean
   * profile along the normals has risen half way to its highest value within 0.6 of the minor
   * semi-axis and two pixels; zero where it does not rise.
   *
   * @param rim along the center line
   * @param polarity dark or bright
   */
  static double halfWidth(GrayImage image, Ellipse rim, RimPolarity polarity) {
    double a = rim.majorAxisLength() / 2;
    double b = rim.minorAxisLength() / 2;
    double cos = Math.cos(rim.orientation());
    double sin = Math.sin(rim.orientation());
    double sign = polarity == RimPolarity.DARK ? 1 : -1;
    double[] profile = new double[2 + (int) (Math.max(4, 0.6 * b + 2) / STEP)];
    for (int k = 0; k < ANGLES; k++) {
      double nu = b * COS[k];
      double nv = a * SIN[k];
      double norm = Math.hypot(nu, nv);
      for (int j = 0; j < profile.length; j++) {
        double u = a * COS[k] + nu / norm * j * STEP;
        double v = b * SIN[k] + nv / norm * j * STEP;
        double x = rim.centerX() + u * cos + v * sin;
        double y = rim.centerY() - u * sin + v * cos;
        profile[j] += sign * sample(image, x, y) / ANGLES;
      }
    }
    int top = 0;
    for (int j = 1; j < profile.length; j++) {
      top = profile[j] > profile[top] ? j : top;
    }
    double half = (profile[0] + profile[top]) / 2;
    for (int j = 1; j <= top; j++) {
      if (profile[j] >= half) {
        return STEP * (j - 1 + (half - profile[j - 1]) / (profile[j] - profile[j - 1]));
      }
    }
    return 0;
  }

  private static double band(GrayImage image, Ellipse ellipse, double from, double to) {
    double cos = Math.cos(ellipse.orientation());
    double sin = Math.sin(ellipse.orientation());
    double sum = 0;
    double weight = 0;
    for (int j = 0; j < RINGS; j++) {
      double r = from + (to - from) * (j + 0.5) / RINGS;
      for (int k = 0; k < ANGLES; k += 2) {
        double u = r * ellipse.majorAxisLength() / 2 * COS[k];
        double v = r * ellipse.minorAxisLength() / 2 * SIN[k];
        double x = ellipse.centerX() + u * cos + v * sin;
        double y = ellipse.centerY() - u * sin + v * cos;
        if (x >= 0 && y >= 0 && x < image.width() && y < image.height()) {
          sum += r * image.at((int) x, (int) y);
          weight += r;
        }
      }
    }
    return weight == 0 ? 0 : sum / weight;
  }

  /** Linear between pixel centers; past the frame the edge repeats. */
  private static double sample(GrayImage image, double x, double y) {
    double fx = Math.max(0, Math.min(image.width() - 1.0, x - 0.5));
    double fy = Math.max(0, Math.min(image.height() - 1.0, y - 0.5));
    int left = (int) fx;
    int top = (int) fy;
    int right = Math.min(left + 1, image.width() - 1);
    int bottom = Math.min(top + 1, image.height() - 1);
    double ax = fx - left;
    double ay = fy - top;
    return (1 - ay) * ((1 - ax) * image.at(left, top) + ax * image.at(right, top))
        + ay * ((1 - ax) * image.at(left, bottom) + ax * image.at(right, bottom));
  }
}
