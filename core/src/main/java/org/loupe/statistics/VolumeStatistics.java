package org.loupe.statistics;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Defects per volume of a foil of known thickness.
 *
 * <p>A defect of extent h along the beam is seen if any of it lies in the foil, so its center may
 * lie in a slab of t + h (M. Abercrombie, <i>Estimation of nuclear population from microtome
 * sections</i>, The Anatomical Record 94, 239 (1946), doi 10.1002/ar.1090940210). Each defect then
 * counts 1 / (t + h); for equal h this is N / (A (t + h)). That assumes that a defect cut by a
 * surface is still seen, with its full size; loops near a surface are often lost to it, and N / (A
 * t) is right if all that are seen lie wholly inside. Both are given. Volumes are given for spheres
 * only.
 *
 * @param simpleDensity N / (A t), per cubic unit
 * @param simpleDensityInterval of it, with the thickness's uncertainty
 * @param density sum of 1 / (A (t + h)), per cubic unit
 * @param densityInterval of it, with the thickness's uncertainty
 * @param volumeFraction sum of π/6 d³ / (A (t + d)); empty unless the defects are spheres
 * @param volumeFractionInterval of it, with the thickness's uncertainty
 */
public record VolumeStatistics(
    double simpleDensity,
    ConfidenceInterval simpleDensityInterval,
    double density,
    ConfidenceInterval densityInterval,
    OptionalDouble volumeFraction,
    Optional<ConfidenceInterval> volumeFractionInterval) {

  /**
   * Returns the swelling, cavities over solid: f / (1 - f); empty without a volume fraction, or if
   * it is not below 1.
   */
  public OptionalDouble swelling() {
    return volumeFraction.isPresent() && volumeFraction.getAsDouble() < 1
        ? OptionalDouble.of(swelling(volumeFraction.getAsDouble()))
        : OptionalDouble.empty();
  }

  /**
   * Returns the interval of the swelling; its upper limit is infinite where the fraction's is 1.
   */
  public Optional<ConfidenceInterval> swellingInterval() {
    return swelling().isEmpty()
        ? Optional.empty()
        : volumeFractionInterval.map(
            i ->
                new ConfidenceInterval(
                    swelling(i.lower()),
                    i.upper() < 1 ? swelling(i.upper()) : Double.POSITIVE_INFINITY,
                    i.method()));
  }

  private static double swelling(double fraction) {
    return fraction / (1 - fraction);
  }
}
