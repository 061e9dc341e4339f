package org.loupe.defect;

import java.util.OptionalDouble;
import org.loupe.geometry.Box;

/**
 * A defect that is accepted but not yet measured.
 *
 * @param defectClass name of the class, as the model calls it
 * @param box where, in pixels of the micrograph
 * @param detectionScore the cascade's score; empty for a box that a person drew
 * @param screeningProbability the network's probability in [0, 1]; empty if nothing screened
 * @param origin who says so
 */
public record Detection(
    String defectClass,
    Box box,
    OptionalDouble detectionScore,
    OptionalDouble screeningProbability,
    Origin origin) {

  /** Makes a detection of the machine. */
  public Detection(
      String defectClass,
      Box box,
      OptionalDouble detectionScore,
      OptionalDouble screeningProbability) {
    this(defectClass, box, detectionScore, screeningProbability, Origin.MACHINE);
  }

  /** Returns the detection that a person's box stands for. */
  public static Detection drawn(String defectClass, Box box) {
    return new Detection(
        defectClass, box, OptionalDouble.empty(), OptionalDouble.empty(), Origin.PERSON);
  }

  /** Returns the detection that a candidate becomes when nothing screens it. */
  public static Detection unscreened(String defectClass, Candidate candidate) {
    return new Detection(
        defectClass, candidate.box(), OptionalDouble.of(candidate.score()), OptionalDouble.empty());
  }
}
