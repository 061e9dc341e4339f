package org.loupe.measure;

import java.util.Objects;

/**
 * How a defect is measured. {@code MeasurementSettings.defaults()} fits an ellipse to the rim.
 *
 * @param method how the outline is found
 * @param polarity whether the rim is dark or bright
 * @param floodSeedFraction radius of the flood's seed as a fraction of width plus height of the
 *     flooded window, 0.01 to 0.25; used by the flood only
 */
public record MeasurementSettings(
    MeasurementMethod method, RimPolarity polarity, double floodSeedFraction) {

  public MeasurementSettings {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(polarity, "polarity");
    if (!(floodSeedFraction >= 0.01 && floodSeedFraction <= 0.25)) {
      throw new IllegalArgumentException(
          "floodSeedFraction must be 0.01 to 0.25, was " + floodSeedFraction);
    }
  }

  /** Returns the fit to a dark rim. */
  public static MeasurementSettings defaults() {
    return new MeasurementSettings(MeasurementMethod.RIM_FIT, RimPolarity.DARK, 0.1);
  }

  public MeasurementSettings withMethod(MeasurementMethod other) {
    return new MeasurementSettings(other, polarity, floodSeedFraction);
  }

  public MeasurementSettings withPolarity(RimPolarity other) {
    return new MeasurementSettings(method, other, floodSeedFraction);
  }
}
