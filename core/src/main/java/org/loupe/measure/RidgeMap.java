package org.loupe.measure;

import java.util.Arrays;
import org.loupe.image.GrayImage;

/**
 * Derivatives of a smoothed window of an image, to ask how much of a rim or of an edge runs through
 * a point at a given direction.
 *
 * <p>The response to a rim is the second derivative along its normal, times σ², positive for the
 * wanted polarity. A slope of the background gives none, and a line that crosses at another
 * direction gives little. The response to an edge is the first derivative along the outward normal,
 * times σ: a slope of the background gives as much on one side of an outline as it takes on the
 * other.
 */
final class RidgeMap {

  private final int left;
  private final int top;
  private final int shrink;
  private final int width;
  private final int height;
  private final OutlineFeature feature;

  /**
   * Three numbers a pixel, side by side: second derivatives in x, mixed and in y for a rim; for an
   * edge the first in x, nothing, and the first in y.
   */
  private final float[] h;

  /** Typical response where there is no outline; zero only for a constant window. */
  final double noise;

  /** One over the noise: divisions take longer than all else of a response. */
  final double perNoise;

  private RidgeMap(
      int left, int top, int shrink, int width, int height, OutlineFeature feature, float[] h) {
    this.feature = feature;
    this.left = left;
    this.top = top;
    this.shrink = shrink;
    this.width = width;
    this.height = height;
    this.h = h;
    this.noise = typicalResponse();
    this.perNoise = 1 / noise;
  }

  /**
   * Returns the map of a window.
   *
   * @param window must lie in the image
   * @param shrink pixels of the image along a side of one pixel of the map; the image is averaged
   * @param sigma of the smoothing, in pixels of the map
   */
  static RidgeMap of(
      GrayImage image,
      PixelWindow window,
      int shrink,
      double sigma,
      RimPolarity polarity,
      OutlineFeature feature) {
    int width = Math.max(1, window.width() / shrink);
    int height = Math.max(1, window.height() / shrink);
    float[] kernel = gaussian(sigma);
    float[] smooth = smoothed(image, window.left(), window.top(), shrink, width, height, kernel);
    int stride = width + kernel.length - 1;
    float sign = polarity == RimPolarity.DARK ? 1 : -1;
    float[] h = new float[3 * width * height];
    switch (feature) {
      case RIM -> curve(smooth, stride, width, height, (float) (sign * sigma * sigma), h);
      case EDGE -> slope(smooth, stride, width, height, (float) (sign * sigma), h);
    }
    return new RidgeMap(window.left(), window.top(), shrink, width, height, feature, h);
  }

  private static void curve(
      float[] smooth, int stride, int width, int height, float gain, float[] h) {
    for (int y = 0; y < height; y++) {
      int up = y > 0 ? -stride : 0;
      int down = y < height - 1 ? stride : 0;
      for (int x = 0; x < width; x++) {
        int i = y * stride + x;
        int to = 3 * (y * width + x);
        int west = x > 0 ? -1 : 0;
        int east = x < width - 1 ? 1 : 0;
        h[to] = gain * (smooth[i + west] + smooth[i + east] - 2 * smooth[i]);
        h[to + 2] = gain * (smooth[i + up] + smooth[i + down] - 2 * smooth[i]);
        h[to + 1] =
            gain
                * 0.25f
                * (smooth[i + up + west]
                    + smooth[i + down + east]
                    - smooth[i + up + east]
                    - smooth[i + down + west]);
      }
    }
  }

  private static void slope(
      float[] smooth, int stride, int width, int height, float gain, float[] h) {
    for (int y = 0; y < height; y++) {
      int up = y > 0 ? -stride : 0;
      int down = y < height - 1 ? stride : 0;
      for (int x = 0; x < width; x++) {
        int i = y * stride + x;
        int to = 3 * (y * width + x);
        int west = x > 0 ? -1 : 0;
        int east = x < width - 1 ? 1 : 0;
        h[to] = 0.5f * gain * (smooth[i + east] - smooth[i + west]);
        h[to + 2] = 0.5f * gain * (smooth[i + down] - smooth[i + up]);
      }
    }
  }

  /** Returns the response at (x, y) to an outward unit normal (nx, ny); zero off the window. */
  double response(double x, double y, double nx, double ny) {
    return feature == OutlineFeature.EDGE
        ? response(x, y, nx, 0, ny)
        : response(x, y, nx * nx, 2 * nx * ny, ny * ny);
  }

  /**
   * Leaves the responses along a normal (nx, ny) through (x, y), each over the noise.
   *
   * @param spacing of the points; the one in the middle of {@code profile} is (x, y)
   */
  void profile(double x, double y, double nx, double ny, double spacing, double[] profile) {
    boolean edge = feature == OutlineFeature.EDGE;
    double gx = edge ? nx : nx * nx;
    double gm = edge ? 0 : 2 * nx * ny;
    double gy = edge ? ny : ny * ny;
    int middle = profile.length / 2;
    for (int k = 0; k < profile.length; k++) {
      double d = (k - middle) * spacing;
      profile[k] = response(x + d * nx, y + d * ny, gx, gm, gy) * perNoise;
    }
  }

  /** Returns the sum of the three numbers at (x, y), times these factors; zero off the window. */
  private double response(double x, double y, double gx, double gm, double gy) {
    double fx = inMap(x - left) - 0.5;
    double fy = inMap(y - top) - 0.5;
    if (!(fx >= 0 && fy >= 0 && fx < width - 1 && fy < height - 1)) {
      return 0;
    }
    int ix = (int) fx;
    int iy = (int) fy;
    double ax = fx - ix;
    double ay = fy - iy;
    int i = 3 * (iy * width + ix);
    int j = i + 3 * width;
    double w00 = (1 - ax) * (1 - ay);
    double w10 = ax * (1 - ay);
    double w01 = (1 - ax) * ay;
    double w11 = ax * ay;
    double xx = w00 * h[i] + w10 * h[i + 3] + w01 * h[j] + w11 * h[j + 3];
    double mixed = w00 * h[i + 1] + w10 * h[i + 4] + w01 * h[j + 1] + w11 * h[j + 4];
    double yy = w00 * h[i + 2] + w10 * h[i + 5] + w01 * h[j + 2] + w11 * h[j + 5];
    return gx * xx + gm * mixed + gy * yy;
  }

  /** Returns the response at the pixel that holds (x, y): quicker, for a coarse look. */
  double nearest(double x, double y, double nx, double ny) {
    int ix = (int) inMap(x - left);
    int iy = (int) inMap(y - top);
    if (ix < 0 || iy < 0 || ix >= width || iy >= height) {
      return 0;
    }
    int i = 3 * (iy * width + ix);
    if (feature == OutlineFeature.EDGE) {
      return nx * h[i] + ny * h[i + 2];
    }
    return nx * nx * h[i] + 2 * nx * ny * h[i + 1] + ny * ny * h[i + 2];
  }

  /** Returns whether (x, y) has four neighbors in the window. */
  boolean covers(double x, double y) {
    double fx = inMap(x - left) - 0.5;
    double fy = inMap(y - top) - 0.5;
    return fx >= 0 && fy >= 0 && fx < width - 1 && fy < height - 1;
  }

  /** Most maps are not shrunk, and a division takes as long as the rest of a response. */
  private double inMap(double offset) {
    return shrink == 1 ? offset : offset / shrink;
  }

  /** The median of what is in x and in y on every third pixel, as a standard deviation. */
  private double typicalResponse() {
    int[] bits = new int[2 * ((width * height + 2) / 3)];
    int n = 0;
    float max = 0;
    for (int i = 0; i < h.length; i += 9) {
      float xx = Math.abs(h[i]);
      float yy = Math.abs(h[i + 2]);
      bits[n++] = Float.floatToRawIntBits(xx);
      bits[n++] = Float.floatToRawIntBits(yy);
      max = Math.max(max, Math.max(xx, yy));
    }
    // without noise the median is nothing, and a fraction of the strongest line keeps the scale
    return Math.max(1.4826 * Float.intBitsToFloat(ranked(bits, n / 2)), 0.08 * max);
  }

  /**
   * Returns the value of a rank, from 0, without sorting the others: bits of numbers that are not
   * negative are in the order of the numbers, and the first 12 of them choose a part to be sorted.
   */
  private static int ranked(int[] values, int rank) {
    int[] counts = new int[1 << 11];
    for (int value : values) {
      counts[value >>> 20]++;
    }
    int part = 0;
    int below = 0;
    while (below + counts[part] <= rank) {
      below += counts[part++];
    }
    int[] chosen = new int[counts[part]];
    int n = 0;
    for (int value : values) {
      if (value >>> 20 == part) {
        chosen[n++] = value;
      }
    }
    Arrays.sort(chosen);
    return chosen[rank - below];
  }

  /**
   * Returns the smoothed window, in rows that are {@code kernel.length - 1} longer than it is wide;
   * what lies behind its width means nothing.
   *
   * <p>Both passes run over all rows at once: loops of a few thousand turns are where Java's
   * vectors pay, of a few dozen they do not.
   */
  private static float[] smoothed(
      GrayImage image, int left, int top, int shrink, int width, int height, float[] kernel) {
    int radius = kernel.length / 2;
    int tall = height + 2 * radius;
    int stride = width + 2 * radius;
    float[] lines = new float[tall * stride];
    float offset = image.at(left, top); // differences keep their digits on a bright ground
    for (int y = 0; y < tall; y++) {
      int toY = top + (y - radius) * shrink;
      readLine(image, left - radius * shrink, toY, shrink, offset, lines, y * stride, stride);
    }
    float[] rows = convolved(lines, kernel, 1);
    return convolved(rows, kernel, stride);
  }

  /** Returns sums over samples {@code apart}; where the kernel would leave the array, zero. */
  private static float[] convolved(float[] samples, float[] kernel, int apart) {
    int radius = kernel.length / 2;
    int n = samples.length - 2 * radius * apart;
    float[] sums = new float[samples.length];
    float middle = kernel[radius];
    int at = radius * apart;
    for (int i = 0; i < n; i++) {
      sums[i] = middle * samples[i + at];
    }
    for (int k = 0; k < radius; k++) {
      float weight = kernel[k];
      int before = k * apart;
      int after = (2 * radius - k) * apart;
      for (int i = 0; i < n; i++) {
        sums[i] += weight * (samples[i + before] + samples[i + after]);
      }
    }
    return sums;
  }

  /** The real surroundings are used where the image has them; past its frame the edge repeats. */
  private static void readLine(
      GrayImage image,
      int left,
      int top,
      int shrink,
      float offset,
      float[] lines,
      int at,
      int length) {
    float[] samples = image.samples();
    int lastX = image.width() - 1;
    int lastY = image.height() - 1;
    if (shrink == 1 && left >= 0 && left + length - 1 <= lastX) {
      int base = Math.min(Math.max(top, 0), lastY) * image.width() + left;
      for (int x = 0; x < length; x++) {
        lines[at + x] = samples[base + x] - offset;
      }
      return;
    }
    float share = 1f / (shrink * shrink);
    for (int j = 0; j < shrink; j++) {
      int base = Math.min(Math.max(top + j, 0), lastY) * image.width();
      for (int x = 0; x < length; x++) {
        float sum = 0;
        for (int i = 0; i < shrink; i++) {
          sum += samples[base + Math.min(Math.max(left + x * shrink + i, 0), lastX)] - offset;
        }
        lines[at + x] += share * sum;
      }
    }
  }

  private static float[] gaussian(double sigma) {
    int radius = (int) Math.ceil(3 * sigma);
    float[] kernel = new float[2 * radius + 1];
    double sum = 0;
    for (int i = -radius; i <= radius; i++) {
      kernel[i + radius] = (float) Math.exp(-i * i / (2 * sigma * sigma));
      sum += kernel[i + radius];
    }
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] /= (float) sum;
    }
    return kernel;
  }
}
