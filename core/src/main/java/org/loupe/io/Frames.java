package org.loupe.io;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.loupe.image.GrayImage;
import org.loupe.micrograph.Calibration;
import org.loupe.micrograph.Micrograph;

/** The last step of every reader: checked samples become a micrograph. */
final class Frames {

  /** The largest integer up to which a float holds every integer. */
  private static final float EXACT_INTEGERS = 1 << 24;

  /** The note of an image whose integers a float does not hold. */
  static final String ROUNDED = "integers beyond 16777216 rounded to the 24 bits of a float";

  private Frames() {}

  static Micrograph of(
      Path path,
      int width,
      int height,
      float[] samples,
      int bits,
      String format,
      Optional<Calibration> calibration,
      List<String> notes)
      throws MicrographFormatException {
    requireFinite(path, width, samples);
    return ofIntegers(width, height, samples, bits, format, calibration, notes);
  }

  /** Makes a micrograph of samples that were integers: these are finite without a look at them. */
  static Micrograph ofIntegers(
      int width,
      int height,
      float[] samples,
      int bits,
      String format,
      Optional<Calibration> calibration,
      List<String> notes) {
    return new Micrograph(new GrayImage(width, height, samples), bits, format, calibration, notes);
  }

  private static void requireFinite(Path path, int width, float[] samples)
      throws MicrographFormatException {
    int bad = 0;
    int first = 0;
    for (int i = samples.length - 1; i >= 0; i--) {
      if (!Float.isFinite(samples[i])) {
        bad++;
        first = i;
      }
    }
    if (bad > 0) {
      throw new MicrographFormatException(
          path,
          "has "
              + bad
              + " samples that are no finite number, the first at x = "
              + first % width
              + ", y = "
              + first / width
              + " ("
              + samples[first]
              + "); replace them, in ImageJ by Process > Noise > Remove NaNs");
    }
  }

  /** Returns whether all of {@code samples} are small enough that no integer was rounded. */
  static boolean holdsIntegersExactly(float[] samples) {
    for (float sample : samples) {
      if (Math.abs(sample) > EXACT_INTEGERS) {
        return false;
      }
    }
    return true;
  }
}
