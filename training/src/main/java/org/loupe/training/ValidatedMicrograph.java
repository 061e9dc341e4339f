package org.loupe.training;

import java.util.List;
import org.loupe.dataset.Annotation;
import org.loupe.dataset.LabeledMicrograph;
import org.loupe.defect.Candidate;
import org.loupe.geometry.Box;
import org.loupe.screen.ScreenedBox;

/**
 * What a cascade and a network that had not learned from a micrograph say of it.
 *
 * @param micrograph labeled by people
 * @param fold of the cross-validation, from 0
 * @param candidates of the cascade
 * @param detections of the network, without duplicates, most probable first; also the improbable
 */
public record ValidatedMicrograph(
    LabeledMicrograph micrograph,
    int fold,
    List<Candidate> candidates,
    List<ScreenedBox> detections) {

  public ValidatedMicrograph {
    candidates = List.copyOf(candidates);
    detections = List.copyOf(detections);
  }

  /**
   * Returns those of one of the sets that were joined.
   *
   * @param set name of its folder
   */
  public static List<ValidatedMicrograph> ofSet(List<ValidatedMicrograph> micrographs, String set) {
    return micrographs.stream().filter(m -> m.micrograph().name().startsWith(set + "/")).toList();
  }

  /** Returns the boxes that people labeled. */
  public List<Box> annotations() {
    return micrograph.annotations().stream().map(Annotation::box).toList();
  }

  /** Returns the boxes of the detections that are probable enough, most probable first. */
  public List<Box> detected(double minProbability) {
    return detections.stream()
        .filter(d -> d.probability() >= minProbability)
        .map(ScreenedBox::box)
        .toList();
  }
}
