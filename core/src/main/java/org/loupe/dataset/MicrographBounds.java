package org.loupe.dataset;

import java.math.BigDecimal;
import java.math.MathContext;
import org.loupe.geometry.Box;

/**
 * The sides of a micrograph, which its boxes must respect.
 *
 * @param widthPx of the micrograph
 * @param heightPx of the micrograph
 */
record MicrographBounds(int widthPx, int heightPx) {

  /** A box may leave the micrograph by this many pixels, by rounding, and is cut. */
  static final double SLACK_PX = 2;

  /**
   * Returns the part of a box inside the micrograph.
   *
   * @throws IllegalArgumentException if the box is empty, reversed, or leaves the micrograph by
   *     more than rounding explains; the message says which
   */
  Box cut(double left, double top, double right, double bottom) {
    if (!(left < right && top < bottom)) {
      throw new IllegalArgumentException(
          corners(left, top, right, bottom)
              + " is empty or reversed: its first corner must lie left of and above its second");
    }
    double outside = Math.max(Math.max(-left, -top), Math.max(right - widthPx, bottom - heightPx));
    double x = Math.max(0, left);
    double y = Math.max(0, top);
    double width = Math.min(widthPx, right) - x;
    double height = Math.min(heightPx, bottom) - y;
    // a thin box within the slack can lie wholly outside
    if (outside > SLACK_PX || !(width > 0 && height > 0)) {
      throw new IllegalArgumentException(
          corners(left, top, right, bottom)
              + " leaves the micrograph of "
              + widthPx
              + " x "
              + heightPx
              + " pixels by "
              + shown(outside)
              + " px; check the order and the unit of the numbers, and that the micrograph was not"
              + " resized or cropped");
    }
    return new Box(x, y, width, height);
  }

  private static String corners(double left, double top, double right, double bottom) {
    return "box from x "
        + shown(left)
        + ", y "
        + shown(top)
        + " to x "
        + shown(right)
        + ", y "
        + shown(bottom);
  }

  /** Returns seven digits without the zeros that end them, as people write numbers. */
  private static String shown(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(7)).stripTrailingZeros();
    return Math.abs(value) < 1e9 ? rounded.toPlainString() : rounded.toString();
  }
}
