package org.loupe.screen;

/**
 * How candidates are screened; part of a model file.
 *
 * @param patch what the network sees
 * @param passes how often a candidate goes through the network, 1 to 4: from the second time on it
 *     is seen at its refined box
 * @param views in how many symmetries a candidate is seen from the second pass on, whose answers
 *     are averaged: 1, 2, 4 or 8
 * @param temperature that the network's logit is divided by, so that the probabilities come true;
 *     positive
 * @param offset that is then added to the logit, for the same end: training shows more defects than
 *     a scan does
 * @param minProbability of a detection, in [0, 1]
 * @param maxOverlap intersection over union above which the less probable of two detections is a
 *     duplicate, in (0, 1]
 */
public record ScreeningSettings(
    PatchSettings patch,
    int passes,
    int views,
    double temperature,
    double offset,
    double minProbability,
    double maxOverlap) {

  public ScreeningSettings {
    if (passes < 1 || passes > 4) {
      throw new IllegalArgumentException("passes must be 1 to 4, was " + passes);
    }
    if (views < 1 || views > PatchSymmetry.COUNT || Integer.bitCount(views) != 1) {
      throw new IllegalArgumentException("views must be 1, 2, 4 or 8, was " + views);
    }
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("temperature must be positive, was " + temperature);
    }
    if (!Double.isFinite(offset)) {
      throw new IllegalArgumentException("offset must be finite, was " + offset);
    }
    if (!(minProbability >= 0 && minProbability <= 1)) {
      throw new IllegalArgumentException("minProbability must be 0 to 1, was " + minProbability);
    }
    if (!(maxOverlap > 0 && maxOverlap <= 1)) {
      throw new IllegalArgumentException("maxOverlap must be above 0 to 1, was " + maxOverlap);
    }
  }

  /** Returns the defaults: two passes, the second in 4 views, probability 0.5, overlap 0.35. */
  public static ScreeningSettings defaults() {
    return new ScreeningSettings(PatchSettings.defaults(), 2, 4, 1, 0, 0.5, 0.35);
  }

  /** Returns these settings with another calibration of the probabilities. */
  public ScreeningSettings withCalibration(double newTemperature, double newOffset) {
    return new ScreeningSettings(
        patch, passes, views, newTemperature, newOffset, minProbability, maxOverlap);
  }

  public ScreeningSettings withMinProbability(double value) {
    return new ScreeningSettings(patch, passes, views, temperature, offset, value, maxOverlap);
  }

  public ScreeningSettings withPasses(int value) {
    return new ScreeningSettings(
        patch, value, views, temperature, offset, minProbability, maxOverlap);
  }

  public ScreeningSettings withViews(int value) {
    return new ScreeningSettings(
        patch, passes, value, temperature, offset, minProbability, maxOverlap);
  }

  public ScreeningSettings withMaxOverlap(double value) {
    return new ScreeningSettings(patch, passes, views, temperature, offset, minProbability, value);
  }

  /** Returns the probability, in [0, 1], that a network's logit means. */
  public double probability(double logit) {
    return 1 / (1 + Math.exp(-(logit / temperature + offset)));
  }
}
