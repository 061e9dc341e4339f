package org.loupe.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.loupe.dataset.Annotation;
import org.loupe.dataset.LabeledMicrograph;
import org.loupe.defect.Candidate;
import org.loupe.geometry.Box;
import org.loupe.model.ModelValidation;
import org.loupe.model.OperatingPoint;
import org.loupe.screen.ScreenedBox;

class ScreeningValidationTest {

  private static final Box SMALL = new Box(10, 10, 12, 12);
  private static final Box LARGE = new Box(100, 100, 60, 60);

  private static ScreenedBox seen(Box box, double probability) {
    return new ScreenedBox(
        new Candidate(box, 1, 4), box, Math.log(probability / (1 - probability)), probability);
  }

  /** Two labels; the large one found at 0.9, the small one at 0.4, and something else at 0.6. */
  private static List<ValidatedMicrograph> micrographs() {
    List<ScreenedBox> detections =
        List.of(seen(LARGE, 0.9), seen(new Box(300, 300, 20, 20), 0.6), seen(SMALL, 0.4));
    LabeledMicrograph micrograph =
        new LabeledMicrograph(
            "m.png",
            Path.of("m.png"),
            512,
            512,
            "s",
            LabeledMicrograph.Part.TRAINING,
            List.of(new Annotation(SMALL), new Annotation(LARGE)));
    return List.of(
        new ValidatedMicrograph(
            micrograph, 0, detections.stream().map(ScreenedBox::candidate).toList(), detections));
  }

  @Test
  void figuresByThreshold() {
    OperatingPoint all = ScreeningValidation.at(micrographs(), 0.3);
    assertThat(all.iou50().recall()).isEqualTo(1);
    assertThat(all.iou50().precision()).isCloseTo(2.0 / 3, within(1e-12));
    OperatingPoint few = ScreeningValidation.at(micrographs(), 0.8);
    assertThat(few.iou50().recall()).isEqualTo(0.5);
    assertThat(few.iou50().precision()).isEqualTo(1);
    assertThat(few.center20Px()).isEqualTo(few.iou50());
  }

  @Test
  void choosesTheThresholdForTheGoal() {
    List<OperatingPoint> curve = ScreeningValidation.curve(micrographs());
    OperatingPoint f1 = ScreeningValidation.choose(curve, OperatingGoal.f1());
    assertThat(f1.iou50().f1()).isCloseTo(0.8, within(1e-12));
    OperatingPoint precise =
        ScreeningValidation.choose(curve, new OperatingGoal(OperatingGoal.Kind.PRECISION, 0.95));
    assertThat(precise.minProbability()).isBetween(0.6, 0.9);
    assertThat(precise.iou50().recall()).isEqualTo(0.5);
    OperatingPoint complete =
        ScreeningValidation.choose(curve, new OperatingGoal(OperatingGoal.Kind.RECALL, 1));
    assertThat(complete.minProbability()).isLessThanOrEqualTo(0.4);
    assertThat(complete.iou50().precision()).isCloseTo(2.0 / 3, within(1e-12));
  }

  @Test
  void answersAreRightWhereALabelIs() {
    assertThat(ScreeningValidation.answers(micrographs()))
        .extracting(ProbabilityCalibration.Answer::right)
        .containsExactly(true, false, true);
  }

  @Test
  void recallBySizeCountsEachLabelInItsClass() {
    ModelValidation validation =
        ScreeningValidation.of(
            micrographs(), "by hand", new OperatingGoal(OperatingGoal.Kind.PRECISION, 0.95), 0);
    assertThat(validation.recallBySize()).hasSize(2);
    assertThat(validation.recallBySize().get(0).toPx()).isEqualTo(16);
    assertThat(validation.recallBySize().get(0).iou50()).isZero();
    assertThat(validation.recallBySize().get(1).fromPx()).isEqualTo(48);
    assertThat(validation.recallBySize().get(1).iou50()).isEqualTo(1);
    assertThat(validation.annotations()).isEqualTo(2);
  }
}
