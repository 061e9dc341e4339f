package org.loupe.io;

import java.util.Locale;

/** The check of an image's declared size, made before memory is taken for it. */
final class PixelBudget {

  /** The most pixels that one array holds. */
  static final long MOST_PIXELS = Integer.MAX_VALUE - 8L;

  /** The most bytes that a byte of Deflate data expands to. */
  static final long DEFLATE_RATIO = 1032;

  /** Part of the Java heap that one image may take. */
  private static final double HEAP_SHARE = 0.75;

  private PixelBudget() {}

  /**
   * Checks a declared size.
   *
   * @param rowBytes bytes of a row when decompressed
   * @param ratio the most bytes that a byte of the file can expand to
   * @param workingBytes bytes of memory taken per pixel while reading
   */
  static void check(
      ByteSource source, long width, long height, double rowBytes, long ratio, int workingBytes)
      throws MicrographReadException {
    String size = width + " x " + height + " pixels";
    if (width <= 0 || height <= 0) {
      throw new MicrographFormatException(
          source.path(), "declares " + size + "; export the micrograph again");
    }
    if (rowBytes * height > (double) source.size() * ratio) {
      throw new MicrographFormatException(
          source.path(),
          "declares "
              + size
              + ", which its "
              + source.size()
              + " bytes cannot hold: damaged or cut short; copy or export it again");
    }
    double pixels = (double) width * height;
    if (pixels > MOST_PIXELS || width > MOST_PIXELS || height > MOST_PIXELS) {
      throw source.unsupported(
          "has " + size + ", more than the " + MOST_PIXELS + " of one image; crop or bin it");
    }
    double needed = pixels * workingBytes;
    double heap = Runtime.getRuntime().maxMemory() * HEAP_SHARE;
    if (needed > heap) {
      throw source.unsupported(
          String.format(
              Locale.ROOT,
              "has %s and needs %.0f MB of memory, Java may use %.0f MB; give it more (-Xmx), or"
                  + " crop the image",
              size,
              needed / 1e6,
              heap / 1e6));
    }
  }
}
