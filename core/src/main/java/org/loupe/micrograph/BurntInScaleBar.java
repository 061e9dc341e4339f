package org.loupe.micrograph;

import java.util.OptionalDouble;
import org.loupe.geometry.Box;

/**
 * A scale bar that was drawn into the pixels of a micrograph.
 *
 * <p>Its length is that between the centers of its end ticks if they are thin lines, as a pen draws
 * them, and else that between its outer ends: vendors do either.
 *
 * @param box the bar with its end ticks, without its label, in pixels
 * @param lengthPx length, in pixels
 * @param lengthUncertaintyPx by how much the length may be off, in pixels: the ends are drawn on
 *     whole pixels, and what they mean is not told
 * @param labelNm the length that the label beside the bar states, in nanometres; empty if no label
 *     could be read beyond doubt
 */
public record BurntInScaleBar(
    Box box, double lengthPx, double lengthUncertaintyPx, OptionalDouble labelNm) {

  /** Relative difference of bar and calibration from which on it is worth a warning. */
  public static final double AGREEMENT = 0.02;

  public BurntInScaleBar {
    if (!(lengthPx > 0 && lengthUncertaintyPx >= 0)) {
      throw new IllegalArgumentException(
          "length must be positive and its uncertainty not negative, were "
              + lengthPx
              + " and "
              + lengthUncertaintyPx);
    }
    if (labelNm.isPresent() && !(labelNm.getAsDouble() > 0)) {
      throw new IllegalArgumentException("label must be positive, was " + labelNm.getAsDouble());
    }
  }

  /** Returns nanometres per pixel by the bar and its label; empty if the label was not read. */
  public OptionalDouble pixelSizeNm() {
    return labelNm.isPresent()
        ? OptionalDouble.of(labelNm.getAsDouble() / lengthPx)
        : OptionalDouble.empty();
  }

  /**
   * Returns by which part the bar's pixel size is larger than {@code pixelSizeNm}, such as 0.03;
   * empty if the label was not read.
   */
  public OptionalDouble deviation(double pixelSizeNm) {
    return labelNm.isPresent()
        ? OptionalDouble.of(labelNm.getAsDouble() / lengthPx / pixelSizeNm - 1)
        : OptionalDouble.empty();
  }

  /**
   * Returns whether bar and label contradict {@code pixelSizeNm}: by more than 2 % and by more than
   * the ends of the bar may be off.
   */
  public boolean contradicts(double pixelSizeNm) {
    OptionalDouble deviation = deviation(pixelSizeNm);
    return deviation.isPresent()
        && Math.abs(deviation.getAsDouble()) > Math.max(AGREEMENT, lengthUncertaintyPx / lengthPx);
  }
}
