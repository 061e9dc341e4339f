package org.loupe.measure;

import java.util.Objects;

/**
 * How a defect is measured. {@code MeasurementSettings.defaults()} fits an ellipse to the rim.
 *
 * @param method how the outline is found
 * @param polarity whether the rim is dark or bright, or to be seen in each box
 * @param floodSeedFraction radius of the flood's seed as a fraction of width plus height of the
 *     flooded window, 0.01 to 0.25; used by the flood only
 * @param boxMargin how far each side of the box is pushed out before the defect is looked for in
 *     it, as a share of width or height, -0.25 to 0.5; no matter for {@link MeasurementMethod#BOX}.
 *     All others expect boxes with some margin round the defect, as people draw them; {@link
 *     #TIGHT_BOX_MARGIN} suits boxes without any
 */
public record MeasurementSettings(
    MeasurementMethod method, RimPolarity polarity, double floodSeedFraction, double boxMargin) {

  /**
   * For boxes that are hulls of outlines, by 800 detections of titanium and 81 of steel that match
   * polygons and masks; docs/measurement.md.
   */
  public static final double TIGHT_BOX_MARGIN = 0.1;

  public MeasurementSettings {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(polarity, "polarity");
    if (!(floodSeedFraction >= 0.01 && floodSeedFraction <= 0.25)) {
      throw new IllegalArgumentException(
          "floodSeedFraction must be 0.01 to 0.25, was " + floodSeedFraction);
    }
    if (!(boxMargin >= -0.25 && boxMargin <= 0.5)) {
      throw new IllegalArgumentException("boxMargin must be -0.25 to 0.5, was " + boxMargin);
    }
  }

  /** Returns the fit to a dark rim in the box as it is. */
  public static MeasurementSettings defaults() {
    return new MeasurementSettings(MeasurementMethod.RIM_FIT, RimPolarity.DARK, 0.1, 0);
  }

  /** Returns the flood as it was published, with its seed and its biases. */
  public static MeasurementSettings published() {
    return new MeasurementSettings(MeasurementMethod.FLOOD_LI_2018, RimPolarity.DARK, 0.1, 0);
  }

  public MeasurementSettings withMethod(MeasurementMethod other) {
    return new MeasurementSettings(other, polarity, floodSeedFraction, boxMargin);
  }

  public MeasurementSettings withPolarity(RimPolarity other) {
    return new MeasurementSettings(method, other, floodSeedFraction, boxMargin);
  }

  /**
   * Returns these settings with another margin.
   *
   * @throws IllegalArgumentException if it is not -0.25 to 0.5
   */
  public MeasurementSettings withBoxMargin(double other) {
    return new MeasurementSettings(method, polarity, floodSeedFraction, other);
  }
}
