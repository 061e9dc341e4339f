package org.loupe.micrograph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.loupe.image.ByteImage;
import org.loupe.image.GrayImage;
import org.loupe.image.IntensityMapping;
import org.loupe.image.Mask;

/**
 * An image of a specimen with its calibration.
 *
 * @param image intensities in the unit of the file; every sample is finite
 * @param bits bits of a sample in the file: 8, 16, 32, ...
 * @param format short name of the file's format ("TIFF", "PNG", ...)
 * @param calibration pixel size and its source; empty if unknown
 * @param notes what a reader did that a user should know ("color converted by luma")
 */
public record Micrograph(
    GrayImage image,
    int bits,
    String format,
    Optional<Calibration> calibration,
    List<String> notes) {

  public Micrograph {
    notes = List.copyOf(notes);
  }

  public int width() {
    return image.width();
  }

  public int height() {
    return image.height();
  }

  /** Returns this micrograph with another calibration. */
  public Micrograph withCalibration(Calibration other) {
    return new Micrograph(image, bits, format, Optional.of(other), notes);
  }

  /**
   * Returns the rule that makes the detector's 8 bits of this micrograph: samples of at most 8 bits
   * as they are, unless a signed one lies below 0; all others spread over their range.
   */
  public IntensityMapping intensityMapping() {
    return bits <= 8 && isWithinByte()
        ? IntensityMapping.identity()
        : IntensityMapping.ofRange(image);
  }

  /**
   * Returns the rule that makes the detector's 8 bits, by the pixels that are not {@code excluded}:
   * white text on black ground must not cost the contrast of the rest.
   */
  public IntensityMapping intensityMapping(Optional<Mask> excluded) {
    return excluded.isEmpty() || (bits <= 8 && isWithinByte())
        ? intensityMapping()
        : IntensityMapping.ofRange(image, excluded.get());
  }

  private boolean isWithinByte() {
    for (float sample : image.samples()) {
      if (sample < 0 || sample > 255) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns this micrograph with black and white exchanged: what was bright is dark, over the same
   * range, of at most 8 bits over 0 to 255. Exchanged twice it is the same again, but for rounding
   * where samples are no whole numbers.
   */
  public Micrograph negative() {
    float[] samples = image.samples();
    double sum = bits <= 8 && isWithinByte() ? 255 : sumOfExtremes(samples); // beyond any float
    float[] negative = new float[samples.length];
    for (int i = 0; i < samples.length; i++) {
      negative[i] = (float) (sum - samples[i]);
    }
    return new Micrograph(
        new GrayImage(width(), height(), negative), bits, format, calibration, notes);
  }

  private static double sumOfExtremes(float[] samples) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (float sample : samples) {
      least = Math.min(least, sample);
      most = Math.max(most, sample);
    }
    return least + most;
  }

  /** Returns this micrograph with one more note. */
  public Micrograph withNote(String note) {
    List<String> more = new ArrayList<>(notes);
    more.add(note);
    return new Micrograph(image, bits, format, calibration, more);
  }

  /** Returns the 8-bit image that the detector looks at. */
  public ByteImage detectorImage() {
    return intensityMapping().apply(image);
  }
}
