package org.loupe.cascade;

import java.util.ArrayList;
import java.util.List;

/**
 * One size of the image to scan, and the windows on it.
 *
 * @param scale pixels of the image per pixel of the level; under 1 if the image is enlarged
 * @param width of the level, in its pixels
 * @param height of the level, in its pixels
 * @param step between windows, in pixels of the level
 */
record ScanLevel(float scale, int width, int height, int step) {

  private static final int MAX_SIDE = 1 << 20;

  static ScanLevel of(float scale, int imageWidth, int imageHeight) {
    return new ScanLevel(
        scale, round(imageWidth / scale), round(imageHeight / scale), scale >= 2 ? 1 : 2);
  }

  /** Returns the number of window positions along a level's side of this length. */
  int positions(int side, int windowSide) {
    return side < windowSide ? 0 : (side - windowSide) / step + 1;
  }

  boolean enlarged() {
    return scale < 1;
  }

  /**
   * Returns the levels from the smallest scale to the largest.
   *
   * <p>From scale 1 on they are OpenCV's: factors multiplied up in double, kept as float, and if
   * the sizes leave none, the one nearest to the smallest size.
   */
  static List<ScanLevel> of(
      int imageWidth, int imageHeight, LbpCascade cascade, ScanSettings settings) {
    int windowWidth = cascade.windowWidth();
    int windowHeight = cascade.windowHeight();
    List<ScanLevel> levels = new ArrayList<>();
    if (imageWidth < windowWidth || imageHeight < windowHeight) {
      return levels;
    }
    int longSide = Math.max(windowWidth, windowHeight);
    double maxSize = settings.maxSizePx() == 0 ? Double.POSITIVE_INFINITY : settings.maxSizePx();
    if (settings.minDefectSizePx() > 0) {
      double scale = 1 / settings.scaleFactor();
      for (; longSide * scale >= settings.minDefectSizePx(); scale /= settings.scaleFactor()) {
        ScanLevel level = of((float) scale, imageWidth, imageHeight);
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
        levels.add(of(scale, imageWidth, imageHeight));
      }
    }
    if (levels.isEmpty()) {
      levels.add(of(nearest(all, windowWidth, windowHeight, minSize), imageWidth, imageHeight));
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
