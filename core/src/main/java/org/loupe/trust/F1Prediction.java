package org.loupe.trust;

import java.util.List;
import java.util.Map;

/**
 * Predicts the F1 of a micrograph that nobody labeled from what the model says of its detections.
 *
 * <p>A linear function of some {@link DetectionTrait}s, limited to 0 to 1; without any it is the
 * training micrographs' mean. Immutable and thread-safe.
 *
 * @param mean F1 of a micrograph whose traits are all usual, in [0, 1]
 * @param terms of the linear function
 * @param error mean absolute error on micrographs of series that neither the model nor the
 *     prediction had learned from
 * @param constantError that of their mean F1 as the only prediction, for comparison
 * @param micrographs that the errors are of
 */
public record F1Prediction(
    double mean, List<Term> terms, double error, double constantError, int micrographs) {

  /**
   * A term of the sum: weight × (trait − center).
   *
   * @param trait the trait
   * @param center its mean over the training micrographs
   * @param weight how much F1 changes with it
   */
  public record Term(DetectionTrait trait, double center, double weight) {}

  public F1Prediction {
    terms = List.copyOf(terms);
    if (!(mean >= 0 && mean <= 1)) {
      throw new IllegalArgumentException("mean must be 0 to 1, was " + mean);
    }
    if (!(error >= 0 && error <= 1) || !(constantError >= 0 && constantError <= 1)) {
      throw new IllegalArgumentException(
          "errors must be 0 to 1, were " + error + " and " + constantError);
    }
  }

  /**
   * Returns the F1 to be expected, in [0, 1].
   *
   * @param traits of a micrograph with detections
   */
  public double predict(Map<DetectionTrait, Double> traits) {
    double f1 = mean;
    for (Term term : terms) {
      Double value = traits.get(term.trait());
      if (value == null) {
        throw new IllegalArgumentException("no " + term.trait() + " in " + traits);
      }
      f1 += term.weight() * (value - term.center());
    }
    return Math.max(0, Math.min(1, f1));
  }
}
