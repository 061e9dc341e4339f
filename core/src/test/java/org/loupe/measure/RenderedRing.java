package org.loupe.measure;

import java.util.Random;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.image.GrayImage;

/** A dark ring of known axes on a noisy ground, and the boxes that would be drawn round it. */
record RenderedRing(GrayImage image, Ellipse truth) {

  private static final double DEPTH = 60;

  /** Depth at a distance from the ellipse, negative inside, and an azimuth about its center. */
  private interface Profile {
    double at(double distance, double azimuth);
  }

  /** Returns a ring with a Gaussian rim; {@code snr} is the rim's depth over the noise. */
  static RenderedRing of(
      Random random, double major, double ratio, double degrees, double fwhm, double snr) {
    return drawn(random, major, ratio, degrees, snr, rim(fwhm));
  }

  /** Returns a solid ellipse whose edge is half as deep on the ellipse. */
  static RenderedRing filled(
      Random random, double major, double ratio, double degrees, double softness, double snr) {
    return drawn(
        random, major, ratio, degrees, snr, (d, azimuth) -> 1 / (1 + Math.exp(1.7 * d / softness)));
  }

  /** Returns a ring of which a share of all azimuths shows nothing. */
  static RenderedRing broken(
      Random random,
      double major,
      double ratio,
      double degrees,
      double fwhm,
      double snr,
      double share) {
    double from = 2 * Math.PI * random.nextDouble();
    Profile rim = rim(fwhm);
    return drawn(
        random,
        major,
        ratio,
        degrees,
        snr,
        (d, azimuth) -> {
          double turn = (azimuth - from) / (2 * Math.PI);
          return turn - Math.floor(turn) < share ? 0 : rim.at(d, azimuth);
        });
  }

  /** Returns a ring with an equal one beside it, centers apart by a multiple of the major axis. */
  static RenderedRing pair(
      Random random,
      double major,
      double ratio,
      double degrees,
      double fwhm,
      double snr,
      double apart) {
    RenderedRing one = drawn(random, major, ratio, degrees, Double.POSITIVE_INFINITY, rim(fwhm));
    double heading = 2 * Math.PI * random.nextDouble();
    GrayImage image = one.image;
    float[] samples = image.samples().clone();
    Profile rim = rim(fwhm);
    double orientation = one.truth.orientation();
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        double px = x + 0.5 - one.truth.centerX() - apart * major * Math.cos(heading);
        double py = y + 0.5 - one.truth.centerY() - apart * major * Math.sin(heading);
        double d = distance(px, py, major / 2, major * ratio / 2, orientation);
        int i = y * image.width() + x;
        samples[i] += (float) (-DEPTH * rim.at(d, 0) + DEPTH / snr * random.nextGaussian());
      }
    }
    return new RenderedRing(new GrayImage(image.width(), image.height(), samples), one.truth);
  }

  private static Profile rim(double fwhm) {
    double sigma = fwhm / 2.3548;
    return (d, azimuth) -> Math.exp(-d * d / (2 * sigma * sigma));
  }

  private static RenderedRing drawn(
      Random random, double major, double ratio, double degrees, double snr, Profile profile) {
    int size = (int) Math.ceil(3 * major + 60);
    double cx = size / 2.0 + random.nextDouble() - 0.5;
    double cy = size / 2.0 + random.nextDouble() - 0.5;
    double orientation = Ellipse.wrapOrientation(Math.toRadians(degrees));
    Ellipse truth = new Ellipse(cx, cy, major, major * ratio, orientation);
    float[] samples = new float[size * size];
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        double px = x + 0.5 - cx;
        double py = y + 0.5 - cy;
        double d = distance(px, py, major / 2, major * ratio / 2, orientation);
        double u = (px * Math.cos(orientation) - py * Math.sin(orientation)) / major;
        double v = (px * Math.sin(orientation) + py * Math.cos(orientation)) / (major * ratio);
        double signed = u * u + v * v < 0.25 ? -d : d;
        double value = 150 - DEPTH * profile.at(signed, Math.atan2(py, px));
        samples[y * size + x] = (float) (value + DEPTH / snr * random.nextGaussian());
      }
    }
    return new RenderedRing(new GrayImage(size, size, samples), truth);
  }

  /** The box of the labels: the hull, each side lengthened by min(max(5, 30 %), 15) pixels. */
  Box padded() {
    Box hull = truth.boundingBox();
    double x = Math.min(Math.max(5, 0.3 * hull.width()), 15);
    double y = Math.min(Math.max(5, 0.3 * hull.height()), 15);
    return new Box(hull.x() - x / 2, hull.y() - y / 2, hull.width() + x, hull.height() + y);
  }

  /** A square of {@code factor} times the major axis, at least 32 pixels, off center. */
  Box square(Random random, double factor, double off) {
    double side = Math.max(32, factor * truth.majorAxisLength());
    double x = truth.centerX() + (2 * random.nextDouble() - 1) * off * side;
    double y = truth.centerY() + (2 * random.nextDouble() - 1) * off * side;
    return new Box(x - side / 2, y - side / 2, side, side);
  }

  static double degreesBetween(double a, double b) {
    double d = Math.abs(a - b) % Math.PI;
    return Math.toDegrees(Math.min(d, Math.PI - d));
  }

  /** Distance of a point to an ellipse, by the curvature's center, iterated. */
  private static double distance(double px, double py, double a, double b, double orientation) {
    double x = Math.abs(px * Math.cos(orientation) - py * Math.sin(orientation));
    double y = Math.abs(px * Math.sin(orientation) + py * Math.cos(orientation));
    double tx = Math.sqrt(0.5);
    double ty = tx;
    for (int i = 0; i < 4; i++) {
      double ex = (a * a - b * b) * tx * tx * tx / a;
      double ey = (b * b - a * a) * ty * ty * ty / b;
      double r = Math.hypot(a * tx - ex, b * ty - ey);
      double q = Math.max(1e-9, Math.hypot(x - ex, y - ey));
      double ux = Math.max(0, Math.min(1, ((x - ex) * r / q + ex) / a));
      double uy = Math.max(0, Math.min(1, ((y - ey) * r / q + ey) / b));
      double norm = Math.max(1e-9, Math.hypot(ux, uy));
      tx = ux / norm;
      ty = uy / norm;
    }
    return Math.hypot(x - a * tx, y - b * ty);
  }
}
