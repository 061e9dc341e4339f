package org.loupe.training.cascade;

import org.loupe.evaluate.MatchCounts;

/**
 * How the beginning of a cascade does with one number of neighbors.
 *
 * @param stages of the cascade that were used, the first ones
 * @param minNeighbors as {@link org.loupe.cascade.ScanSettings} has it
 * @param micrographs number
 * @param counts under the publication's rule, {@link org.loupe.evaluate.CenterRule}
 * @param small the same for annotations under {@link CandidateCurve#SMALL_PX}, beside all
 *     candidates
 */
public record CurvePoint(
    int stages, int minNeighbors, int micrographs, MatchCounts counts, MatchCounts small) {

  /**
   * Returns the sum of two points.
   *
   * @throws IllegalArgumentException if they are of different stages or neighbors
   */
  public CurvePoint plus(CurvePoint other) {
    if (other.stages != stages || other.minNeighbors != minNeighbors) {
      throw new IllegalArgumentException("points of different settings: " + this + ", " + other);
    }
    return new CurvePoint(
        stages,
        minNeighbors,
        micrographs + other.micrographs,
        counts.plus(other.counts),
        small.plus(other.small));
  }

  /** Returns the number of candidates for each annotation; NaN without annotations. */
  public double candidatesPerAnnotation() {
    return (double) counts.detections() / counts.annotations();
  }

  /** Returns the number of candidates in each micrograph. */
  public double candidatesPerMicrograph() {
    return (double) counts.detections() / micrographs;
  }
}
