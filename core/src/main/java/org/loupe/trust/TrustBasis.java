package org.loupe.trust;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.loupe.defect.Trust;
import org.loupe.image.ByteImage;
import org.loupe.screen.ScreenedBox;

/**
 * What a model knows of when to believe it; part of a model file.
 *
 * @param minProbability that made a detection when this was found, in [0, 1]
 * @param domain where the training micrographs lie
 * @param f1 prediction of F1; empty where too few micrographs had labels
 */
public record TrustBasis(double minProbability, TrainingDomain domain, Optional<F1Prediction> f1) {

  public TrustBasis {
    if (!(minProbability >= 0 && minProbability <= 1)) {
      throw new IllegalArgumentException("minProbability must be 0 to 1, was " + minProbability);
    }
  }

  /** Returns the same domain without a prediction: for detections that come about otherwise. */
  public TrustBasis withoutF1() {
    return new TrustBasis(minProbability, domain, Optional.empty());
  }

  /**
   * Returns a distance from the training micrographs that a micrograph does not lie below, whatever
   * is found in it.
   */
  public double leastDomainDistance(GrayTraits gray) {
    return domain.leastDistance(gray);
  }

  /**
   * Returns how far the detections of a micrograph may be believed.
   *
   * <p>F1 is predicted only within the domain, only with the threshold that it was learned with,
   * and only if there are detections.
   *
   * @param image as the detector sees it
   * @param boxes what the network says of the candidates, without duplicates
   * @param minProbability from which a box counts as a detection in this run
   */
  public Trust of(ByteImage image, List<ScreenedBox> boxes, double minProbability) {
    return of(image, GrayTraits.of(image), boxes, minProbability);
  }

  /**
   * Returns how far the detections of a micrograph may be believed, given its gray levels.
   *
   * @param gray the image's
   */
  public Trust of(
      ByteImage image, GrayTraits gray, List<ScreenedBox> boxes, double minProbability) {
    MicrographTraits traits = MicrographTraits.of(image, gray, boxes, this.minProbability);
    double distance = domain.distance(traits);
    if (distance > 1) {
      return new Trust(
          OptionalDouble.of(distance),
          Optional.of(domain.strangest(traits)),
          OptionalDouble.empty(),
          OptionalDouble.empty());
    }
    Map<DetectionTrait, Double> detections = DetectionTrait.of(image, boxes, this.minProbability);
    if (f1.isEmpty() || detections.isEmpty() || minProbability != this.minProbability) {
      return new Trust(
          OptionalDouble.of(distance),
          Optional.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty());
    }
    return new Trust(
        OptionalDouble.of(distance),
        Optional.empty(),
        OptionalDouble.of(f1.get().predict(detections)),
        OptionalDouble.of(f1.get().error()));
  }
}
