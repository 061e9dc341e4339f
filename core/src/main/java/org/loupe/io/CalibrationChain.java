package org.loupe.io;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.loupe.micrograph.Calibration;

/**
 * The places of a file that state a pixel size, by precedence: the first that can be believed is
 * the calibration, and each other that disagrees is told with both values.
 */
final class CalibrationChain {

  /**
   * Relative difference up to which two sources agree: files repeat a size with four digits, which
   * is off by up to 5e-4.
   */
  static final double AGREEMENT = 2e-3;

  private final List<PixelScale> scales = new ArrayList<>();

  /** Adds a source of lower precedence than those before. */
  CalibrationChain then(Optional<PixelScale> scale) {
    scale.ifPresent(scales::add);
    return this;
  }

  /** Returns whether no place of the file states a pixel size. */
  boolean isEmpty() {
    return scales.isEmpty();
  }

  /**
   * Returns the calibration and says in {@code notes} what was not believed and what disagrees.
   *
   * @throws UnsupportedFormatException if the file is a diffraction pattern
   */
  Optional<Calibration> choose(Path path, List<String> notes) throws UnsupportedFormatException {
    Optional<Calibration> chosen = Optional.empty();
    List<String> doubts = new ArrayList<>();
    for (PixelScale scale : scales) {
      Optional<Calibration> calibration = scale.calibration(path, doubts);
      if (chosen.isEmpty()) {
        chosen = calibration;
      } else if (calibration.isPresent() && !agree(chosen.get(), calibration.get())) {
        notes.add(
            "sources of the pixel size disagree: "
                + told(chosen.get())
                + " is used, "
                + told(calibration.get())
                + " is not; check the scale");
      }
    }
    for (String doubt : doubts) {
      notes.add(
          chosen.isPresent() ? doubt.replaceFirst("^pixel size unknown: ", "not used: ") : doubt);
    }
    return chosen;
  }

  private static boolean agree(Calibration one, Calibration other) {
    return agree(one.pixelWidthNm(), other.pixelWidthNm())
        && agree(one.pixelHeightNm(), other.pixelHeightNm());
  }

  private static boolean agree(double one, double other) {
    return Math.abs(one - other) <= AGREEMENT * Math.max(one, other);
  }

  private static String told(Calibration calibration) {
    return PixelScale.both(calibration.pixelWidthNm(), calibration.pixelHeightNm())
        + " nm ("
        + calibration.source()
        + ")";
  }
}
