package org.loupe.screen;

import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * A trained network and how it is used.
 *
 * @param onnx the network; the array is handed over, nobody writes to it
 * @param settings how candidates are screened
 * @param minProbabilityUnlike of a detection, in [0, 1], in a micrograph that is unlike those of
 *     all members of a model and falls to this one; empty if it is that of the settings
 */
public record ScreenerModel(
    byte[] onnx, ScreeningSettings settings, Optional<Double> minProbabilityUnlike) {

  public ScreenerModel {
    if (minProbabilityUnlike.isPresent()
        && !(minProbabilityUnlike.get() >= 0 && minProbabilityUnlike.get() <= 1)) {
      throw new IllegalArgumentException(
          "minProbabilityUnlike must be 0 to 1, was " + minProbabilityUnlike.get());
    }
  }

  /** Makes a model that screens all micrographs alike. */
  public ScreenerModel(byte[] onnx, ScreeningSettings settings) {
    this(onnx, settings, Optional.empty());
  }

  /** Returns this model with other settings. */
  public ScreenerModel withSettings(ScreeningSettings other) {
    return new ScreenerModel(onnx, other, minProbabilityUnlike);
  }

  /**
   * Returns this model with another least probability, both of them.
   *
   * @param change from a least probability to the new one, in [0, 1]
   * @throws IllegalArgumentException if that is no probability
   */
  public ScreenerModel withMinProbability(DoubleUnaryOperator change) {
    return new ScreenerModel(
        onnx,
        settings.withMinProbability(change.applyAsDouble(settings.minProbability())),
        minProbabilityUnlike.map(change::applyAsDouble));
  }

  /** Returns this model as it screens micrographs that are unlike those of all members. */
  public ScreenerModel forUnlike() {
    return minProbabilityUnlike
        .map(least -> new ScreenerModel(onnx, settings.withMinProbability(least)))
        .orElse(this);
  }
}
