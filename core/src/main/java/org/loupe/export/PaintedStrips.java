package org.loupe.export;

import java.awt.image.BufferedImage;

/**
 * A picture that is painted strip by strip, from the top, while it is written: a large one is never
 * in memory as a whole.
 *
 * @param width in pixels
 * @param height in pixels
 * @param stripRows rows of a strip; the last one may have fewer
 * @param painter paints them
 */
record PaintedStrips(int width, int height, int stripRows, Painter painter) {

  /** Pixels of a strip, 16 MB of them: a micrograph of 2048 x 2048 pixels is painted at once. */
  private static final int STRIP_PIXELS = 1 << 22;

  /** Paints rows of the picture. */
  @FunctionalInterface
  interface Painter {
    /** Returns the rows from {@code top} to before {@code bottom}, in RGB, a pixel in an int. */
    BufferedImage paint(int top, int bottom);
  }

  /** Returns a picture in strips of a bearable size. */
  static PaintedStrips of(int width, int height, Painter painter) {
    return new PaintedStrips(
        width, height, Math.max(1, Math.min(height, STRIP_PIXELS / width)), painter);
  }
}
