package org.loupe.cascade;

import java.util.ArrayList;
import java.util.List;

/**
 * A 3 × 3 grid of equal cells in the window, whose top-left cell is given.
 *
 * @param x left edge of the grid, in pixels of the window
 * @param y top edge of the grid, in pixels of the window
 * @param cellWidth in pixels; the grid is three times as wide
 * @param cellHeight in pixels; the grid is three times as high
 */
public record LbpFeature(int x, int y, int cellWidth, int cellHeight) {

  public LbpFeature {
    if (x < 0 || y < 0) {
      throw new IllegalArgumentException(
          "grid must begin inside the window, was at " + x + ", " + y);
    }
    if (cellWidth <= 0 || cellHeight <= 0) {
      throw new IllegalArgumentException(
          "cell must have a positive size, was " + cellWidth + " x " + cellHeight);
    }
  }

  /** Returns every feature of a window, by x, then y, then cell width, then cell height. */
  public static List<LbpFeature> all(int windowWidth, int windowHeight) {
    List<LbpFeature> features = new ArrayList<>();
    for (int x = 0; x < windowWidth; x++) {
      for (int y = 0; y < windowHeight; y++) {
        for (int w = 1; x + 3 * w <= windowWidth; w++) {
          for (int h = 1; y + 3 * h <= windowHeight; h++) {
            features.add(new LbpFeature(x, y, w, h));
          }
        }
      }
    }
    return features;
  }

  /** Returns whether the grid lies inside a window of this size. */
  public boolean fits(int windowWidth, int windowHeight) {
    return x + 3L * cellWidth <= windowWidth && y + 3L * cellHeight <= windowHeight;
  }

  int cellArea() {
    return Math.multiplyExact(cellWidth, cellHeight);
  }
}
