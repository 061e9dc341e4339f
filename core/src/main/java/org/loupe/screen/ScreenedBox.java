package org.loupe.screen;

import org.loupe.defect.Candidate;
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

  ScreenedBox withBox(Box other) {
    return new ScreenedBox(candidate, other, logit, probability);
  }

  /** Returns this with another probability. */
  public ScreenedBox withProbability(double other) {
    return new ScreenedBox(candidate, box, logit, other);
  }
}
