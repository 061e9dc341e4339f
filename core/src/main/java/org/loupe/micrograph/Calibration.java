package org.loupe.micrograph;

/**
 * The size of a pixel and where the number came from.
 *
 * @param pixelWidthNm width of a pixel, in nanometres; positive and finite
 * @param pixelHeightNm height of a pixel, in nanometres; positive and finite
 * @param source where the size came from, in words a reader of the tables understands
 */
public record Calibration(double pixelWidthNm, double pixelHeightNm, String source) {

  /** Relative difference of width and height up to which pixels count as square. */
  public static final double SQUARE_TOLERANCE = 1e-3;

  public Calibration {
    if (!(pixelWidthNm > 0 && pixelHeightNm > 0)
        || Double.isInfinite(pixelWidthNm)
        || Double.isInfinite(pixelHeightNm)) {
      throw new IllegalArgumentException(
          "pixel size must be positive and finite, was " + pixelWidthNm + " x " + pixelHeightNm);
    }
    if (source.isBlank()) {
      throw new IllegalArgumentException("a calibration needs its source");
    }
  }

  /** Returns whether width and height agree, so that one length describes the pixel. */
  public boolean isSquare() {
    return Math.abs(pixelWidthNm - pixelHeightNm)
        <= SQUARE_TOLERANCE * Math.max(pixelWidthNm, pixelHeightNm);
  }

  /**
   * Returns the side of a square pixel, in nanometres.
   *
   * @throws IllegalStateException if the pixels are not square
   */
  public double pixelSizeNm() {
    if (!isSquare()) {
      throw new IllegalStateException(
          "pixels are not square: " + pixelWidthNm + " nm x " + pixelHeightNm + " nm");
    }
    return (pixelWidthNm + pixelHeightNm) / 2;
  }
}
