package org.loupe.image;

import java.util.Locale;

/**
 * The rule that turns a micrograph's intensities into the 8 bits that the detector looks at.
 *
 * <p>An 8-bit image is used as it is. Every other image is mapped linearly so that its {@value
 * #LOW_FRACTION} and {@value #HIGH_FRACTION} order statistics become 0 and 255; what lies outside
 * is clipped, so that a few hot or dead pixels do not cost the contrast. The order statistics are
 * samples of the image, not interpolated, and the quotient is taken in double precision: an offset
 * or a gain that the file's own type holds exactly gives exactly the same bytes. A constant image
 * becomes 0.
 *
 * @param low intensity that becomes 0
 * @param high intensity that becomes 255; equal to {@code low} for a constant image
 */
public record IntensityMapping(double low, double high) {

  /** Fraction of the samples that lie below the intensity that becomes 0. */
  public static final double LOW_FRACTION = 0.001;

  /** Fraction of the samples that lie below the intensity that becomes 255. */
  public static final double HIGH_FRACTION = 0.999;

  private static final boolean[] NONE = {};

  private static final IntensityMapping IDENTITY = new IntensityMapping(0, 255);

  public IntensityMapping {
    if (!(low <= high) || !Double.isFinite(low) || !Double.isFinite(high)) {
      throw new IllegalArgumentException(
          "range must be finite and ascending, was " + low + " to " + high);
    }
  }

  /** Returns the mapping of 8-bit samples, which changes nothing. */
  public static IntensityMapping identity() {
    return IDENTITY;
  }

  /**
   * Returns the mapping of {@code image}.
   *
   * @throws IllegalArgumentException if a sample is not finite
   */
  public static IntensityMapping ofRange(GrayImage image) {
    return ofRange(image.samples(), NONE, image.samples().length);
  }

  /**
   * Returns the mapping of the pixels of {@code image} that are not {@code excluded}; that of all
   * pixels if none is left.
   *
   * @throws IllegalArgumentException if a sample is not finite, or the mask has another size
   */
  public static IntensityMapping ofRange(GrayImage image, Mask excluded) {
    if (excluded.width() != image.width() || excluded.height() != image.height()) {
      throw new IllegalArgumentException(
          "mask of "
              + excluded.width()
              + " x "
              + excluded.height()
              + " pixels on an image of "
              + image.width()
              + " x "
              + image.height());
    }
    int kept = excluded.set().length - excluded.count();
    return kept == 0 ? ofRange(image) : ofRange(image.samples(), excluded.set(), kept);
  }

  /**
   * @param excluded pixels that do not count; empty if all do
   * @param kept how many count; positive
   */
  private static IntensityMapping ofRange(float[] samples, boolean[] excluded, int kept) {
    int[] counts = new int[1 << 16];
    for (int i = 0; i < samples.length; i++) {
      if (excluded.length == 0 || !excluded[i]) {
        counts[orderKey(samples[i]) >>> 16]++;
      }
    }
    requireFinite(counts);
    int last = kept - 1;
    return new IntensityMapping(
        orderStatistic(samples, excluded, counts, (int) Math.floor(last * LOW_FRACTION)),
        orderStatistic(samples, excluded, counts, (int) Math.ceil(last * HIGH_FRACTION)));
  }

  /** Returns the bits of {@code sample} as an unsigned number that ascends as the samples do. */
  private static int orderKey(float sample) {
    int bits = Float.floatToRawIntBits(sample);
    return bits ^ ((bits >> 31) | Integer.MIN_VALUE);
  }

  private static float ofOrderKey(int key) {
    return Float.intBitsToFloat(key ^ (key < 0 ? Integer.MIN_VALUE : -1));
  }

  /** Infinities and NaN have the largest exponent, of either sign: the ends of the order. */
  private static void requireFinite(int[] counts) {
    int bad = 0;
    for (int i = orderKey(Float.POSITIVE_INFINITY) >>> 16; i < counts.length; i++) {
      bad += counts[i];
    }
    for (int i = orderKey(Float.NEGATIVE_INFINITY) >>> 16; i >= 0; i--) {
      bad += counts[i];
    }
    if (bad > 0) {
      throw new IllegalArgumentException(bad + " samples are not finite");
    }
  }

  /**
   * Returns the sample of rank {@code rank}, exactly, by counting: first by the upper 16 bits of
   * the key, then by the lower 16 of those that share the upper ones. A sort of 16 million samples
   * takes seconds, this some hundredths of one.
   */
  private static float orderStatistic(
      float[] samples, boolean[] excluded, int[] upperCounts, int rank) {
    int upper = 0;
    int below = 0;
    while (below + upperCounts[upper] <= rank) {
      below += upperCounts[upper++];
    }
    int[] counts = new int[1 << 16];
    for (int i = 0; i < samples.length; i++) {
      int key = orderKey(samples[i]);
      if (key >>> 16 == upper && (excluded.length == 0 || !excluded[i])) {
        counts[key & 0xFFFF]++;
      }
    }
    int lower = 0;
    while (below + counts[lower] <= rank) {
      below += counts[lower++];
    }
    return ofOrderKey(upper << 16 | lower);
  }

  /** Returns {@code image} in 8 bits, rounded half up. */
  public ByteImage apply(GrayImage image) {
    float[] samples = image.samples();
    byte[] bytes = new byte[samples.length];
    double range = high - low;
    for (int i = 0; i < bytes.length; i++) {
      double scaled = range > 0 ? (samples[i] - low) * 255 / range : 0;
      // not negative: cutting off is rounding down, and far faster than Math.floor
      bytes[i] = (byte) (int) (Math.min(255, Math.max(0, scaled)) + 0.5);
    }
    return new ByteImage(image.width(), image.height(), bytes);
  }

  /** Returns the rule in words, for the provenance record. */
  public String description() {
    return equals(IDENTITY)
        ? "8-bit samples as they are"
        : String.format(Locale.ROOT, "linear, %s to 0 and %s to 255, clipped", low, high);
  }
}
