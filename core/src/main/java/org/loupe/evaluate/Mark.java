package org.loupe.evaluate;

import java.util.Optional;
import java.util.OptionalDouble;
import org.loupe.dataset.Annotation;
import org.loupe.defect.Candidate;
import org.loupe.defect.Defect;
import org.loupe.defect.Detection;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;

/**
 * A defect as a person or a program marked it: what matching rules compare.
 *
 * @param box around it, in pixels of the micrograph
 * @param ellipse its outline; empty if only the box is known
 * @param defectClass name of its class; empty if whoever marked it tells no classes apart
 * @param score the higher, the surer; empty if it has none, as with people
 */
public record Mark(
    Box box, Optional<Ellipse> ellipse, Optional<String> defectClass, OptionalDouble score) {

  /** Returns a person's mark; an outline becomes the ellipse of its moments. */
  public static Mark of(Annotation annotation) {
    return new Mark(
        annotation.box(),
        annotation.ellipse().or(() -> OutlineEllipse.of(annotation.outline())),
        annotation.defectClass(),
        OptionalDouble.empty());
  }

  /** Returns a box without class and score. */
  public static Mark ofBox(Box box) {
    return new Mark(box, Optional.empty(), Optional.empty(), OptionalDouble.empty());
  }

  /** Returns an ellipse in its bounding box, without class and score. */
  public static Mark ofEllipse(Ellipse ellipse) {
    return new Mark(
        ellipse.boundingBox(), Optional.of(ellipse), Optional.empty(), OptionalDouble.empty());
  }

  /** Returns what Module I says; the score is the cascade's. */
  public static Mark of(Candidate candidate) {
    return ofBox(candidate.box()).withScore(candidate.score());
  }

  /** Returns a detection; the score is the network's probability, or the cascade's score. */
  public static Mark of(Detection detection) {
    return new Mark(
        detection.box(),
        Optional.empty(),
        Optional.of(detection.defectClass()),
        detection.screeningProbability().isPresent()
            ? detection.screeningProbability()
            : detection.detectionScore());
  }

  /** Returns a measured defect: its detection's box and score, and the measured ellipse. */
  public static Mark of(Defect defect) {
    Mark mark = of(defect.detection());
    return new Mark(
        mark.box, Optional.of(defect.measurement().ellipse()), mark.defectClass, mark.score);
  }

  public Mark withScore(double value) {
    return new Mark(box, ellipse, defectClass, OptionalDouble.of(value));
  }

  public Mark withClass(String name) {
    return new Mark(box, ellipse, Optional.of(name), score);
  }

  /** Returns the longer side of the box, in pixels. */
  public double longerSidePx() {
    return Math.max(box.width(), box.height());
  }
}
