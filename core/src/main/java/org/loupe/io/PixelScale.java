package org.loupe.io;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.loupe.micrograph.Calibration;
import org.loupe.micrograph.LengthUnit;
import org.loupe.micrograph.PixelSize;

/**
 * A pixel size as one place of a file states it, not yet believed.
 *
 * @param x width of a pixel, in {@code unitX}
 * @param y height of a pixel, in {@code unitY}
 * @param unitX unit as the file spells it
 * @param source where it is stated, in words a reader of the tables understands
 */
record PixelScale(double x, String unitX, double y, String unitY, String source) {

  /** Units of diffraction patterns: 1/nm, nm^-1, nm-1, nm⁻¹, mrad, rad. */
  private static final Pattern RECIPROCAL =
      Pattern.compile("1\\s*/.*|.*\\^\\s*-\\s*1|\\p{L}+-1|.*⁻¹|[mµμu]?rad");

  /** Units of spectra: eV, keV, and of time. */
  private static final Pattern SPECTRAL = Pattern.compile("[kKmM]?eV|[mµμun]?s|sec|seconds?|Hz");

  static PixelScale meters(double x, double y, String source) {
    return new PixelScale(x, "m", y, "m", source);
  }

  static boolean isReciprocal(String unit) {
    return RECIPROCAL.matcher(cleaned(unit)).matches();
  }

  /** Returns whether {@code unit} is one of energy or time, so that the axis is not of space. */
  static boolean isSpectral(String unit) {
    return SPECTRAL.matcher(cleaned(unit)).matches();
  }

  /** Takes the brackets and underscores of NCEM's EMD units away: "[n_m]" is nm. */
  private static String cleaned(String unit) {
    String text = unit.strip();
    if (text.startsWith("[") && text.endsWith("]")) {
      text = text.substring(1, text.length() - 1);
    }
    return text.replace("_", "").strip();
  }

  /**
   * Returns the calibration; if it cannot be believed, says why in {@code notes}, where the file
   * states one at all.
   *
   * @throws UnsupportedFormatException if the unit is that of a diffraction pattern
   */
  Optional<Calibration> calibration(Path path, List<String> notes)
      throws UnsupportedFormatException {
    for (String unit : List.of(unitX, unitY)) {
      if (isReciprocal(unit)) {
        throw new UnsupportedFormatException(
            path,
            "is in reciprocal space: its pixels are "
                + number(x)
                + " "
                + unit.strip()
                + " wide ("
                + source
                + "); a diffraction pattern or a Fourier transform has no defects to measure");
      }
    }
    if (hasNoUnit(unitX) && hasNoUnit(unitY)) {
      if (x != 1 || y != 1) {
        notes.add(
            "pixel size unknown: "
                + source
                + " states "
                + both(x, y)
                + (unitX.isBlank() ? " without a unit" : " in " + unitX.strip()));
      }
      return Optional.empty();
    }
    Optional<LengthUnit> lengthX = LengthUnit.parse(cleaned(unitX));
    Optional<LengthUnit> lengthY = LengthUnit.parse(cleaned(unitY));
    if (lengthX.isEmpty() || lengthY.isEmpty()) {
      notes.add(
          "pixel size unknown: the unit \""
              + (lengthX.isEmpty() ? unitX : unitY).strip()
              + "\" of "
              + source
              + " is no length in use for micrographs");
      return Optional.empty();
    }
    double widthNm = lengthX.get().toNanometers(x);
    double heightNm = lengthY.get().toNanometers(y);
    if (!PixelSize.isPlausible(widthNm) || !PixelSize.isPlausible(heightNm)) {
      notes.add(
          "pixel size unknown: "
              + source
              + " states "
              + both(widthNm, heightNm)
              + " nm, outside 1 pm to 10 µm");
      return Optional.empty();
    }
    return Optional.of(new Calibration(widthNm, heightNm, source));
  }

  private static boolean hasNoUnit(String unit) {
    String text = unit.strip().toLowerCase(Locale.ROOT);
    return text.isEmpty()
        || text.equals("[]")
        || text.equals("px")
        || text.startsWith("pixel")
        || text.equals("<undefined>");
  }

  static String both(double x, double y) {
    return x == y ? number(x) : number(x) + " x " + number(y);
  }

  static String number(double value) {
    return String.format(Locale.ROOT, "%.6g", value);
  }
}
