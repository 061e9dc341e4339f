package org.loupe.export;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

/**
 * A scale bar of a round length.
 *
 * @param lengthNm length, in nanometres: 1, 2 or 5 times a power of ten
 * @param lengthPx the same, in pixels
 */
record ScaleBar(double lengthNm, double lengthPx) {

  /** Most of the width that the bar may take. */
  private static final double MAX_SHARE = 0.25;

  /**
   * Returns the longest bar of a round length that takes at most a quarter of the width; empty if
   * that is less than ten pixels.
   */
  static Optional<ScaleBar> of(double pixelSizeNm, int widthPx) {
    double mostNm = MAX_SHARE * widthPx * pixelSizeNm;
    double power = Math.pow(10, Math.floor(Math.log10(mostNm)));
    double length = power;
    for (int factor : new int[] {2, 5}) {
      if (factor * power <= mostNm) {
        length = factor * power;
      }
    }
    double lengthPx = length / pixelSizeNm;
    return lengthPx < 10 ? Optional.empty() : Optional.of(new ScaleBar(length, lengthPx));
  }

  /** Returns the length in words, in the unit that needs the fewest zeros. */
  String label() {
    return lengthNm >= 1000
        ? plain(lengthNm / 1000) + " \u00b5m"
        : lengthNm < 1 ? plain(lengthNm * 1000) + " pm" : plain(lengthNm) + " nm";
  }

  private static String plain(double value) {
    return new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros().toPlainString();
  }
}
