package org.loupe.statistics;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.loupe.micrograph.LengthUnit;

/**
 * How thick the foil is where the micrographs were taken.
 *
 * @param nanometers thickness, in nanometres; positive and finite
 * @param relativeUncertainty standard uncertainty (one standard deviation) over the thickness, in
 *     [0, 1). The log-ratio method of EELS is known to about 0.2 (T. Malis, S. C. Cheng and R. F.
 *     Egerton, <i>EELS log-ratio technique for specimen-thickness measurement in the TEM</i>,
 *     Journal of Electron Microscopy Technique 8, 193 (1988), doi 10.1002/jemt.1060080206)
 */
public record Thickness(double nanometers, double relativeUncertainty) {

  private static final Pattern FORM =
      Pattern.compile("(?<value>[\\d.eE]+)\\s*(?<unit>[^\\d\\s.+±-][^+±-]*)(?<rest>.*)");

  private static final Pattern UNCERTAINTY =
      Pattern.compile("(?:\\+/?-|±)\\s*(?<number>[\\d.eE-]+)\\s*(?<unit>\\D*)");

  private static final String EXAMPLE = "; write it as in \"100nm+-20%\" or \"100nm+-15nm\"";

  public Thickness {
    if (!(nanometers > 0 && nanometers < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "thickness must be positive and finite, was " + nanometers + " nm");
    }
    if (!(relativeUncertainty >= 0 && relativeUncertainty < 1)) {
      throw new IllegalArgumentException(
          "thickness must be known to better than 100 %, was to "
              + 100 * relativeUncertainty
              + " %");
    }
  }

  /**
   * Returns the thickness that {@code text} states: a number and a unit, then the standard
   * uncertainty after {@code +-}, {@code +/-} or {@code ±}, in percent or in a unit.
   *
   * @throws IllegalArgumentException if a part is missing or wrong; the message says how to write
   *     it. Without an uncertainty, too: there is no thickness without one
   */
  public static Thickness parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw refused(text, "is not a number with a unit" + EXAMPLE);
    }
    double nanometers = length(text, matcher.group("value"), matcher.group("unit"));
    String rest = matcher.group("rest").strip();
    if (rest.isEmpty()) {
      throw refused(text, "has no uncertainty" + EXAMPLE + "; +-0% if it is exact");
    }
    Matcher uncertainty = UNCERTAINTY.matcher(rest);
    if (!uncertainty.matches()) {
      throw refused(text, "has the uncertainty \"" + rest + "\"" + EXAMPLE);
    }
    String unit = uncertainty.group("unit").strip();
    double relative =
        unit.equals("%")
            ? number(text, uncertainty.group("number")) / 100
            : length(text, uncertainty.group("number"), unit) / nanometers;
    return new Thickness(nanometers, relative);
  }

  private static double length(String text, String number, String unit) {
    LengthUnit known =
        LengthUnit.parse(unit)
            .orElseThrow(
                () ->
                    refused(
                        text, "has the unit \"" + unit.strip() + "\"; use nm, µm or Å" + EXAMPLE));
    return known.toNanometers(number(text, number));
  }

  private static double number(String text, String number) {
    try {
      return Double.parseDouble(number);
    } catch (NumberFormatException e) {
      throw refused(text, "has \"" + number + "\", which is no number" + EXAMPLE);
    }
  }

  private static IllegalArgumentException refused(String text, String problem) {
    return new IllegalArgumentException("thickness \"" + text + "\" " + problem);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.6g nm ± %.3g %%", nanometers, 100 * relativeUncertainty);
  }
}
