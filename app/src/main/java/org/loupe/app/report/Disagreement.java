package org.loupe.app.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.loupe.evaluate.IouRule;
import org.loupe.geometry.Box;
import org.loupe.screen.ScreenedBox;
import org.loupe.training.ValidatedMicrograph;

/**
 * A label that no detection matches, or a detection that no label matches, by the strict rule.
 *
 * @param kind which of these, and why
 * @param micrograph where
 * @param focus the label's box, or the detection's
 * @param nearest the detection or the improbable box that overlaps a missed label most, empty if
 *     none does; the detection itself if it is a false alarm
 * @param overlap of the focus with what overlaps it most on the other side, intersection over
 *     union, in [0, 1]
 */
record Disagreement(
    Kind kind,
    ValidatedMicrograph micrograph,
    Box focus,
    Optional<ScreenedBox> nearest,
    double overlap) {

  /** Boxes that overlap less have nothing to do with each other. */
  static final double NEAR_IOU = 0.1;

  /** Why model and labels disagree. */
  enum Kind {
    /** A label is missed: a detection is there, but its box differs or belongs to another label. */
    BOX_DIFFERS("box_differs", true),
    /** A label is missed: a box is there, but below the operating point. */
    DOUBTED("doubted", true),
    /** A label is missed: no box is there. */
    UNSEEN("unseen", true),
    /** A false alarm at a label, whose box differs or that another detection has. */
    AT_LABEL("at_label", false),
    /** A false alarm where nobody labeled anything. */
    NO_LABEL("no_label", false);

    private final String id;
    private final boolean missed;

    Kind(String id, boolean missed) {
      this.id = id;
      this.missed = missed;
    }

    /** Returns the name in files. */
    String id() {
      return id;
    }

    /** Returns whether it is a label that was missed, not a false alarm. */
    boolean missed() {
      return missed;
    }
  }

  /** Returns all; of each kind the most probable first, then the largest. */
  static List<Disagreement> of(List<ValidatedMicrograph> micrographs, double minProbability) {
    List<Disagreement> found = new ArrayList<>();
    for (ValidatedMicrograph micrograph : micrographs) {
      List<Integer> matches =
          IouRule.matches(
              micrograph.annotations(), micrograph.detected(minProbability), IouRule.LIMIT);
      for (int i = 0; i < micrograph.annotations().size(); i++) {
        if (!matches.contains(i)) {
          found.add(miss(micrograph, micrograph.annotations().get(i), minProbability));
        }
      }
      // detections are sorted, so the probable ones come first
      for (int i = 0; i < matches.size(); i++) {
        if (matches.get(i) < 0) {
          found.add(falseAlarm(micrograph, micrograph.detections().get(i)));
        }
      }
    }
    found.sort(
        Comparator.comparingDouble(Disagreement::probability)
            .thenComparingDouble(d -> d.focus().area())
            .reversed());
    return List.copyOf(found);
  }

  private static Disagreement miss(
      ValidatedMicrograph micrograph, Box label, double minProbability) {
    Optional<ScreenedBox> nearest =
        micrograph.detections().stream()
            .filter(d -> d.box().iou(label) >= NEAR_IOU)
            .max(Comparator.comparingDouble(d -> d.box().iou(label)));
    if (nearest.isEmpty()) {
      return new Disagreement(Kind.UNSEEN, micrograph, label, nearest, 0);
    }
    return new Disagreement(
        nearest.get().probability() >= minProbability ? Kind.BOX_DIFFERS : Kind.DOUBTED,
        micrograph,
        label,
        nearest,
        nearest.get().box().iou(label));
  }

  private static Disagreement falseAlarm(ValidatedMicrograph micrograph, ScreenedBox detection) {
    double overlap =
        micrograph.annotations().stream().mapToDouble(a -> a.iou(detection.box())).max().orElse(0);
    return new Disagreement(
        overlap >= NEAR_IOU ? Kind.AT_LABEL : Kind.NO_LABEL,
        micrograph,
        detection.box(),
        Optional.of(detection),
        overlap);
  }

  /** Returns the probability of the nearest box; 0 where none is. */
  double probability() {
    return nearest.map(ScreenedBox::probability).orElse(0.0);
  }
}
