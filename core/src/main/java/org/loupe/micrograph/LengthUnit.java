package org.loupe.micrograph;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A unit of length that a pixel size may be given in. */
public enum LengthUnit {
  PICOMETER("pm", 1e-3, "picometer", "picometre", "picometers", "picometres"),
  ANGSTROM(
      "Å",
      1e-1,
      "\u212b",
      "A\u030a",
      "a",
      "angstrom",
      "angstroem",
      "ångström",
      "angstroms",
      "ångstrom"),
  NANOMETER("nm", 1, "nanometer", "nanometre", "nanometers", "nanometres"),
  MICROMETER(
      "µm",
      1e3,
      "\u03bcm",
      "\u00b5",
      "\u03bc",
      "\u00c2\u00b5m", // The two bytes of a micro sign in UTF-8, read as Latin-1.
      "um",
      "micron",
      "microns",
      "micrometer",
      "micrometre",
      "micrometers",
      "micrometres"),
  MILLIMETER("mm", 1e6, "millimeter", "millimetre", "millimeters", "millimetres"),
  METER("m", 1e9, "meter", "metre", "meters", "metres");

  private final String symbol;
  private final double nanometers;

  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<String> spellings;

  LengthUnit(String symbol, double nanometers, String... spellings) {
    this.symbol = symbol;
    this.nanometers = nanometers;
    this.spellings = List.of(spellings);
  }

  /** Returns the SI symbol. */
  public String symbol() {
    return symbol;
  }

  /** Returns {@code length} of this unit in nanometres. */
  public double toNanometers(double length) {
    return length * nanometers;
  }

  /** Returns the unit that {@code text} spells, in any of the ways seen in files; else empty. */
  public static Optional<LengthUnit> parse(String text) {
    String trimmed = text.trim();
    String lower = trimmed.toLowerCase(Locale.ROOT);
    for (LengthUnit unit : values()) {
      if (trimmed.equals(unit.symbol) || lower.equals(unit.symbol.toLowerCase(Locale.ROOT))) {
        return Optional.of(unit);
      }
      for (String spelling : unit.spellings) {
        if (lower.equals(spelling.toLowerCase(Locale.ROOT))) {
          return Optional.of(unit);
        }
      }
    }
    return Optional.empty();
  }
}
