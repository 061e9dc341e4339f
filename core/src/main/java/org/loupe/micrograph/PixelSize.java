package org.loupe.micrograph;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The size of a pixel as a person writes it, "0.478 nm", and the range that is believed. */
public final class PixelSize {

  /** The smallest pixel size of an electron micrograph that is believed: 1 pm. */
  public static final double SMALLEST_NM = 1e-3;

  /** The largest pixel size of an electron micrograph that is believed: 10 µm. */
  public static final double LARGEST_NM = 1e4;

  private static final String UNITS = "pm, Å, nm or µm";

  /** A decimal number, then whatever follows. */
  private static final Pattern NUMBER =
      Pattern.compile("([+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?)\\s*(\\D.*)?");

  private PixelSize() {}

  /** Returns whether a pixel of {@code nm} nanometres is between 1 pm and 10 µm. */
  public static boolean isPlausible(double nm) {
    return nm >= SMALLEST_NM && nm <= LARGEST_NM;
  }

  /**
   * Returns the nanometres that {@code text} states: a decimal number and a unit (pm, Å, nm, µm in
   * any spelling of {@link LengthUnit}), with or without a space between.
   *
   * @throws IllegalArgumentException if there is no number, no such unit, a decimal comma, or the
   *     size is not between 1 pm and 10 µm; the message says how to write it
   */
  public static double parse(String text) {
    double nm = parse("pixel size", text);
    if (!isPlausible(nm)) {
      throw refused(
          "pixel size",
          text,
          "is " + nm + " nm, outside 1 pm to 10 µm; check the number and the unit");
    }
    return nm;
  }

  /**
   * Returns the nanometres that {@code text} states, of whatever length.
   *
   * @throws IllegalArgumentException if there is no number, no such unit, a decimal comma, or the
   *     length is not positive; the message says how to write it
   */
  public static double parseLength(String text) {
    return parse("length", text);
  }

  private static double parse(String what, String text) {
    String trimmed = text.strip().replace('\u00a0', ' ');
    if (trimmed.indexOf(',') >= 0) {
      throw refused(
          what,
          text,
          "has a comma; write the decimal point, as in \"" + trimmed.replace(',', '.') + '"');
    }
    Matcher matcher = NUMBER.matcher(trimmed);
    if (!matcher.matches()) {
      throw refused(what, text, "is not a number with a unit; write it as in \"0.478 nm\"");
    }
    String number = matcher.group(1);
    String unitText = matcher.group(2);
    if (unitText == null) {
      throw refused(
          what, text, "has no unit; add " + UNITS + ", as in \"" + number + " nm\", if it is nm");
    }
    LengthUnit unit =
        LengthUnit.parse(unitText)
            .orElseThrow(
                () ->
                    refused(what, text, "has the unit \"" + unitText.strip() + "\"; use " + UNITS));
    double nm = unit.toNanometers(Double.parseDouble(number));
    if (!(nm > 0)) {
      throw refused(what, text, "is not positive");
    }
    return nm;
  }

  private static IllegalArgumentException refused(String what, String text, String problem) {
    return new IllegalArgumentException(what + " \"" + text + "\" " + problem);
  }
}
