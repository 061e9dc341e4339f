package org.loupe.screen;

import java.util.OptionalDouble;
import org.loupe.defect.Candidate;
import org.loupe.defect.Detection;
import org.loupe.geometry.Box;

/**
 * A candidate that the network has seen.
 *
 * @param candidate as the cascade gave it
 * @param box as the network refined it
 * @param logit the network's answer, before the temperature
 * @param probability of a defect, in [0, 1]
 */
public record ScreenedBox(Candidate candidate, Box box, double logit, double probability) {

  /** Returns this as a detection. */
  public Detection detection(String defectClass) {
    return new Detection(
        defectClass, box, OptionalDouble.of(candidate.score()), OptionalDouble.of(probability));
  }

  ScreenedBox withBox(Box other) {
    return new ScreenedBox(candidate, other, logit, probability);
  }

  /** Returns this with another probability. */
  public ScreenedBox withProbability(double other) {
    return new ScreenedBox(candidate, box, logit, other);
  }
}
