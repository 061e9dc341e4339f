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

  /** Bytes of memory that the analysis takes a pixel: docs/performance.md, large images. */
  private static final int ANALYSIS_BYTES = 8;

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
              "has %s and needs %.0f MB of memory to be read, of the %.0f MB that Java has an image"
                  + " may take %.0f; give it more by LOUPE_JAVA_OPTIONS=-Xmx%dg, or crop the image",
              size,
              needed / 1e6,
              heap / HEAP_SHARE / 1e6,
              heap / 1e6,
              gigabytes(needed, pixels)));
    }
  }

  /** Returns a heap, in whole gibibytes, in which an image of that size is read and analyzed. */
  private static long gigabytes(double needed, double pixels) {
    return (long)
        Math.ceil(Math.max(needed / HEAP_SHARE, ANALYSIS_BYTES * pixels) / (1L << 30) + 0.25);
  }

  /** Returns the words for a file that ran out of memory, and the remedy. */
  static String tooMuch() {
    long mebibytes = Runtime.getRuntime().maxMemory() >> 20;
    return String.format(
        Locale.ROOT,
        "more memory than the %d MB that Java may use; give it more by LOUPE_JAVA_OPTIONS=-Xmx%dg,"
            + " or crop the image",
        mebibytes,
        mebibytes / 512 + 1);
  }
}
