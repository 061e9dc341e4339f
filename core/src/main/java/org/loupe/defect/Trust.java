package org.loupe.defect;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How far the defects of a micrograph may be believed, by what the model knows of its training.
 *
 * @param domainDistance how far the micrograph lies from the training micrographs, in units of the
 *     largest distance that is usual; above 1 it is unlike them; empty if unknown
 * @param strangestTrait what sets the micrograph apart most, in words; empty if it is not outside
 * @param predictedF1 F1 to be expected, in [0, 1]; empty if unknown, and outside the domain
 * @param predictedF1Error mean absolute error of such predictions, found on micrographs that the
 *     model had not learned from; empty if there is no prediction
 */
public record Trust(
    OptionalDouble domainDistance,
    Optional<String> strangestTrait,
    OptionalDouble predictedF1,
    OptionalDouble predictedF1Error) {

  public Trust {
    if (domainDistance.isPresent() && !(domainDistance.getAsDouble() >= 0)) {
      throw new IllegalArgumentException(
          "domainDistance must not be negative, was " + domainDistance.getAsDouble());
    }
    if (predictedF1.isPresent()
        && !(predictedF1.getAsDouble() >= 0 && predictedF1.getAsDouble() <= 1)) {
      throw new IllegalArgumentException(
          "predictedF1 must be 0 to 1, was " + predictedF1.getAsDouble());
    }
    if (predictedF1.isPresent() != predictedF1Error.isPresent()) {
      throw new IllegalArgumentException("a prediction has its error, and nothing else has one");
    }
  }

  /** Returns what stays true if other defects take the place of those that the model found. */
  public Trust withoutPrediction() {
    return new Trust(
        domainDistance, strangestTrait, OptionalDouble.empty(), OptionalDouble.empty());
  }

  /** Returns whether the micrograph is unlike the training micrographs; empty if unknown. */
  public Optional<Boolean> isOutOfDomain() {
    return domainDistance.isPresent()
        ? Optional.of(domainDistance.getAsDouble() > 1)
        : Optional.empty();
  }
}
