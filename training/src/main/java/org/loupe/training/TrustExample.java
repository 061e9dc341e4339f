package org.loupe.training;

import java.util.Map;
import org.loupe.evaluate.MatchCounts;
import org.loupe.trust.DetectionTrait;
import org.loupe.trust.MicrographTraits;

/**
 * A micrograph as a cascade and a network see it that have not learned from it, to learn from when
 * to believe them.
 *
 * @param series whose micrographs are alike
 * @param traits of the micrograph
 * @param detections numbers of the detections; empty if there are none
 * @param strict what the strict rule matches at the operating point
 */
public record TrustExample(
    String series,
    MicrographTraits traits,
    Map<DetectionTrait, Double> detections,
    MatchCounts strict) {

  public TrustExample {
    detections = Map.copyOf(detections);
  }

  /** Returns F1, from the counts themselves: 0 where labels or detections are missing. */
  double f1() {
    return 2.0 * strict.matchedDetections() / (strict.detections() + strict.annotations());
  }
}
