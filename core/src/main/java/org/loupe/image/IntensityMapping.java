package org.loupe.image;

import java.util.Arrays;
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

  /** Returns the mapping of {@code image}, all of whose samples must be finite. */
  public static IntensityMapping ofRange(GrayImage image) {
    float[] sorted = image.samples().clone();
    Arrays.parallelSort(sorted);
    int last = sorted.length - 1;
    return new IntensityMapping(
        sorted[(int) Math.floor(last * LOW_FRACTION)],
        sorted[(int) Math.ceil(last * HIGH_FRACTION)]);
  }

  /** Returns {@code image} in 8 bits, rounded half up. */
  public ByteImage apply(GrayImage image) {
    float[] samples = image.samples();
    byte[] bytes = new byte[samples.length];
    double range = high - low;
    for (int i = 0; i < bytes.length; i++) {
      double scaled = range > 0 ? (samples[i] - low) * 255 / range : 0;
      bytes[i] = (byte) Math.floor(Math.min(255, Math.max(0, scaled)) + 0.5);
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
