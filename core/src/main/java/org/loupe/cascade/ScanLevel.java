package org.loupe.cascade;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;

/**
 * One size of the image to scan, and the windows on it.
 *
 * <p>{@link CascadeDetector} makes these for itself; a trainer uses them to see windows exactly as
 * the detector will.
 *
 * @param scale pixels of the image per pixel of the level; under 1 if the image is enlarged
 * @param width of the level, in its pixels
 * @param height of the level, in its pixels
 * @param step between windows, in pixels of the level
 */
public record ScanLevel(float scale, int width, int height, int step) {

  private static final int MAX_SIDE = 1 << 20;

  public ScanLevel {
    if (!(scale > 0 && scale < Float.POSITIVE_INFINITY)
        || width <= 0
        || height <= 0
        || step < 1
        || step > ScanSettings.MAX_STRIDE) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "scale, width and height must be positive and step 1 to 16, were %s, %d, %d and %d",
              scale,
              width,
              height,
              step));
    }
  }

  static ScanLevel of(float scale, int imageWidth, int imageHeight, int stride) {
    return new ScanLevel(
        scale,
        round(imageWidth / scale),
        round(imageHeight / scale),
        scale >= 2 ? (stride + 1) / 2 : stride);
  }

  /** Returns the number of window positions along a level's side of this length. */
  public int positions(int side, int windowSide) {
    return side < windowSide ? 0 : (side - windowSide) / step + 1;
  }

  boolean enlarged() {
    return scale < 1;
  }

  /**
   * Returns the image at this size, as the detector sees it.
   *
   * @throws IllegalArgumentException if the level was made for an image of another size
   */
  public ByteImage resized(ByteImage image) {
    if (round(image.width() / scale) != width || round(image.height() / scale) != height) {
      throw new IllegalArgumentException(
          this + " is no level of an image of " + image.width() + " x " + image.height());
    }
    LevelResize resize = new LevelResize(image, width, height);
    LevelResize.RowPair rows = new LevelResize.RowPair();
    rows.begin(width);
    byte[] samples = new byte[Math.multiplyExact(width, height)];
    byte[] row = new byte[width];
    for (int y = 0; y < height; y++) {
      resize.row(y, rows, row);
      System.arraycopy(row, 0, samples, y * width, width);
    }
    return new ByteImage(width, height, samples);
  }

  /**
   * Returns where a window of this level lies in the image.
   *
   * @param x left edge of the window, in pixels of the level
   * @param y top edge of the window, in pixels of the level
   */
  public Box box(int x, int y, int windowWidth, int windowHeight) {
    if (enlarged()) {
      return new Box(
          (double) scale * x,
          (double) scale * y,
          (double) scale * windowWidth,
          (double) scale * windowHeight);
    }
    return new Box(
        round(x * scale),
        round(y * scale),
        round(windowWidth * scale),
        round(windowHeight * scale));
  }

  /**
   * Returns the levels from the smallest scale to the largest.
   *
   * <p>From scale 1 on they are OpenCV's: factors multiplied up in double, kept as float, and if
   * the sizes leave none, the one nearest to the smallest size. No level if the image is smaller
   * than the window.
   */
  public static List<ScanLevel> of(
      int imageWidth, int imageHeight, int windowWidth, int windowHeight, ScanSettings settings) {
    if (windowWidth <= 0 || windowHeight <= 0) {
      throw new IllegalArgumentException(
          "window sides must be positive, were " + windowWidth + " and " + windowHeight);
    }
    List<ScanLevel> levels = new ArrayList<>();
    if (imageWidth < windowWidth || imageHeight < windowHeight) {
      return levels;
    }
    int longSide = Math.max(windowWidth, windowHeight);
    double maxSize = settings.maxSizePx() == 0 ? Double.POSITIVE_INFINITY : settings.maxSizePx();
    if (settings.minDefectSizePx() > 0) {
      double scale = 1 / settings.scaleFactor();
      for (; longSide * scale >= settings.minDefectSizePx(); scale /= settings.scaleFactor()) {
        ScanLevel level = of((float) scale, imageWidth, imageHeight, settings.stride());
        if (Math.max(level.width, level.height) > MAX_SIDE) {
          break;
        }
        if (longSide * scale <= maxSize) {
          levels.add(0, level);
        }
      }
    }
    List<Float> all = new ArrayList<>();
    for (double factor = 1; ; factor *= settings.scaleFactor()) {
      if (round(windowWidth * factor) > imageWidth || round(windowHeight * factor) > imageHeight) {
        break;
      }
      all.add((float) factor);
    }
    int minSize = settings.minSizePx();
    for (float scale : all) {
      int w = round(windowWidth * scale);
      int h = round(windowHeight * scale);
      if (w > Math.min(maxSize, imageWidth) || h > Math.min(maxSize, imageHeight)) {
        break;
      }
      if (w >= minSize && h >= minSize) {
        levels.add(of(scale, imageWidth, imageHeight, settings.stride()));
      }
    }
    if (levels.isEmpty()) {
      float scale = nearest(all, windowWidth, windowHeight, minSize);
      levels.add(of(scale, imageWidth, imageHeight, settings.stride()));
    }
    return levels;
  }

  private static float nearest(List<Float> scales, int windowWidth, int windowHeight, int size) {
    float best = scales.get(0);
    double bestDistance = Double.POSITIVE_INFINITY;
    for (float scale : scales) {
      double distance =
          Math.hypot(size - round(windowWidth * scale), size - round(windowHeight * scale));
      if (distance < bestDistance) {
        bestDistance = distance;
        best = scale;
      }
    }
    return best;
  }

  /** Rounds half to even, as OpenCV does. */
  static int round(double value) {
    return (int) Math.rint(value);
  }
}
