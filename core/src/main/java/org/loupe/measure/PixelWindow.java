package org.loupe.measure;

import org.loupe.geometry.Box;
import org.loupe.image.GrayImage;

/**
 * The whole pixels [left, left + width) × [top, top + height) of an image.
 *
 * @param left first column
 * @param top first row
 * @param width in pixels, positive
 * @param height in pixels, positive
 */
record PixelWindow(int left, int top, int width, int height) {

  /** Returns the pixels that {@code box}, lengthened by {@code margin} on each side, meets. */
  static PixelWindow around(GrayImage image, Box box, double margin) {
    int left = clamp(Math.floor(box.x() - margin), 0, image.width() - 1);
    int top = clamp(Math.floor(box.y() - margin), 0, image.height() - 1);
    int right = clamp(Math.ceil(box.right() + margin), left + 1, image.width());
    int bottom = clamp(Math.ceil(box.bottom() + margin), top + 1, image.height());
    return new PixelWindow(left, top, right - left, bottom - top);
  }

  private static int clamp(double value, int low, int high) {
    return (int) Math.max(low, Math.min(high, value));
  }
}
