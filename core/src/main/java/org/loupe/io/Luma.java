package org.loupe.io;

/**
 * The weighting that turns a color into one gray value: ITU-R BT.601, 0.299 R + 0.587 G + 0.114 B.
 *
 * <p>Integers use weights in units of 2^-15 that sum to 2^15, rounded half up, which is OpenCV's
 * rule for 8 bits: a gray color keeps its value exactly.
 */
final class Luma {

  static final String NOTE = "color converted to gray by luma (ITU-R BT.601)";

  private static final int RED = 9798;
  private static final int GREEN = 19235;
  private static final int BLUE = 3735;
  private static final int SHIFT = 15;

  private Luma() {}

  /** Returns the luma of integers of at most 16 bits. */
  static int of(int red, int green, int blue) {
    return (int)
        (((long) red * RED + (long) green * GREEN + (long) blue * BLUE + (1 << (SHIFT - 1)))
            >> SHIFT);
  }

  /** Returns the luma of numbers of any size, not rounded. */
  static double of(double red, double green, double blue) {
    return (red * RED + green * GREEN + blue * BLUE) / (1 << SHIFT);
  }
}
