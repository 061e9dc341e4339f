package org.loupe.detection;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.loupe.defect.Candidate;
import org.loupe.defect.Detection;
import org.loupe.defect.Trust;
import org.loupe.model.ModelBundle;
import org.loupe.screen.ScreenedBox;

/**
 * What Modules I and II found in one micrograph.
 *
 * @param by the member of the model that found it
 * @param candidates of Module I
 * @param screened what Module II says of them, without duplicates, the most probable first, the
 *     improbable ones too; empty if nothing screens
 * @param trust how far the detections may be believed; empty if the member does not know
 */
public record Findings(
    ModelBundle by, List<Candidate> candidates, List<ScreenedBox> screened, Optional<Trust> trust) {

  public Findings {
    candidates = List.copyOf(candidates);
    screened = List.copyOf(screened);
  }

  /**
   * Returns everything that Module II looked at as detections, the most probable first; without a
   * network the candidates, which have no probability.
   */
  public List<Detection> ranked() {
    return by.screener().isPresent()
        ? screened.stream().map(box -> box.detection(by.defectClass())).toList()
        : candidates.stream()
            .map(candidate -> Detection.unscreened(by.defectClass(), candidate))
            .toList();
  }

  /** Returns the detections that are probable enough, the most probable first. */
  public List<Detection> reported() {
    return ranked().stream().filter(this::isReported).toList();
  }

  /** Returns whether one of {@link #ranked} is probable enough. */
  public boolean isReported(Detection detection) {
    return detection.screeningProbability().orElse(1) >= by.minProbability();
  }

  /** Returns how far the micrograph lies from the member's own; infinitely if it cannot tell. */
  double domainDistance() {
    return trust
        .map(Trust::domainDistance)
        .orElseGet(OptionalDouble::empty)
        .orElse(Double.POSITIVE_INFINITY);
  }
}
