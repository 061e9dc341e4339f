package org.loupe.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.loupe.defect.Candidate;
import org.loupe.evaluate.CenterRule;
import org.loupe.evaluate.IouRule;
import org.loupe.evaluate.MatchCounts;
import org.loupe.geometry.Box;
import org.loupe.model.MatchFigures;
import org.loupe.model.ModelValidation;
import org.loupe.model.OperatingPoint;
import org.loupe.model.SizeClassRecall;
import org.loupe.screen.ScreenedBox;

/** Scores detections on micrographs that nothing was learned from. */
public final class ScreeningValidation {

  /** An answer of the network is right if it overlaps a label by this, one to one. */
  public static final double RIGHT_IOU = 0.3;

  private static final int POINTS = 100;

  /** Longer sides where size classes end, in pixels; the last has no end. */
  private static final double[] SIZE_CLASSES = {0, 16, 24, 32, 48, 64, 96, 1e6};

  private ScreeningValidation() {}

  /** Returns what the network said of each detection and whether a label is there. */
  public static List<ProbabilityCalibration.Answer> answers(List<ValidatedMicrograph> micrographs) {
    List<ProbabilityCalibration.Answer> answers = new ArrayList<>();
    for (ValidatedMicrograph micrograph : micrographs) {
      List<Box> boxes = micrograph.detections().stream().map(ScreenedBox::box).toList();
      List<Integer> matches = IouRule.matches(micrograph.annotations(), boxes, RIGHT_IOU);
      for (int i = 0; i < boxes.size(); i++) {
        answers.add(
            new ProbabilityCalibration.Answer(
                micrograph.detections().get(i).logit(), matches.get(i) >= 0));
      }
    }
    return answers;
  }

  /** Returns the figures at one threshold, pooled over all defects. */
  public static OperatingPoint at(List<ValidatedMicrograph> micrographs, double minProbability) {
    return new OperatingPoint(
        minProbability,
        figures(center(micrographs, minProbability)),
        figures(strict(micrographs, minProbability)));
  }

  private static MatchFigures figures(MatchCounts counts) {
    return MatchFigures.of(counts.recall(), counts.precision());
  }

  /** Counts matches by the publication's rule. */
  public static MatchCounts center(List<ValidatedMicrograph> micrographs, double minProbability) {
    return micrographs.stream()
        .map(m -> CenterRule.match(m.annotations(), m.detected(minProbability)))
        .reduce(MatchCounts.NONE, MatchCounts::plus);
  }

  /** Counts matches by the strict rule. */
  public static MatchCounts strict(List<ValidatedMicrograph> micrographs, double minProbability) {
    return micrographs.stream()
        .map(m -> IouRule.match(m.annotations(), m.detected(minProbability), IouRule.LIMIT))
        .reduce(MatchCounts.NONE, MatchCounts::plus);
  }

  /** Counts matches of the candidates before screening by the publication's rule. */
  public static MatchCounts candidates(List<ValidatedMicrograph> micrographs) {
    return micrographs.stream()
        .map(
            m ->
                CenterRule.match(
                    m.annotations(), m.candidates().stream().map(Candidate::box).toList()))
        .reduce(MatchCounts.NONE, MatchCounts::plus);
  }

  /** Returns the figures at {@value #POINTS} thresholds, ascending. */
  public static List<OperatingPoint> curve(List<ValidatedMicrograph> micrographs) {
    List<OperatingPoint> curve = new ArrayList<>();
    for (int i = 1; i < POINTS; i++) {
      curve.add(at(micrographs, (double) i / POINTS));
    }
    return curve;
  }

  /** Returns the point of a curve that serves a goal best; that nearest to it if none does. */
  public static OperatingPoint choose(List<OperatingPoint> curve, OperatingGoal goal) {
    Comparator<OperatingPoint> byF1 = Comparator.comparingDouble(p -> p.iou50().f1());
    Comparator<OperatingPoint> byRecall = Comparator.comparingDouble(p -> p.iou50().recall());
    Comparator<OperatingPoint> byPrecision = Comparator.comparingDouble(p -> p.iou50().precision());
    Optional<OperatingPoint> best =
        switch (goal.kind()) {
          case F1 -> curve.stream().max(byF1);
          case PRECISION ->
              curve.stream()
                  .filter(p -> p.iou50().precision() >= goal.value())
                  .max(byRecall)
                  .or(() -> curve.stream().max(byPrecision));
          case RECALL ->
              curve.stream()
                  .filter(p -> p.iou50().recall() >= goal.value())
                  .max(byPrecision)
                  .or(() -> curve.stream().max(byRecall));
        };
    return best.orElseThrow(() -> new IllegalArgumentException("the curve has no points"));
  }

  /** Returns all that a model file records. */
  static ModelValidation of(
      List<ValidatedMicrograph> micrographs,
      String method,
      OperatingGoal goal,
      double calibrationError) {
    List<OperatingPoint> curve = curve(micrographs);
    OperatingPoint point = choose(curve, goal);
    return new ModelValidation(
        method,
        micrographs.size(),
        micrographs.stream().mapToInt(m -> m.annotations().size()).sum(),
        point,
        curve,
        calibrationError,
        bySize(micrographs, point.minProbability()));
  }

  private static List<SizeClassRecall> bySize(
      List<ValidatedMicrograph> micrographs, double minProbability) {
    List<SizeClassRecall> classes = new ArrayList<>();
    for (int i = 0; i + 1 < SIZE_CLASSES.length; i++) {
      double from = SIZE_CLASSES[i];
      double to = SIZE_CLASSES[i + 1];
      int annotations = 0;
      int center = 0;
      int strict = 0;
      for (ValidatedMicrograph micrograph : micrographs) {
        List<Box> all = micrograph.annotations();
        List<Box> detected = micrograph.detected(minProbability);
        List<Box> some = all.stream().filter(b -> side(b) >= from && side(b) < to).toList();
        annotations += some.size();
        center += CenterRule.match(some, detected).matchedAnnotations();
        for (int match : IouRule.matches(all, detected, IouRule.LIMIT)) {
          if (match >= 0 && side(all.get(match)) >= from && side(all.get(match)) < to) {
            strict++;
          }
        }
      }
      if (annotations > 0) {
        classes.add(
            new SizeClassRecall(
                from,
                to,
                annotations,
                (double) center / annotations,
                (double) strict / annotations));
      }
    }
    return classes;
  }

  private static double side(Box box) {
    return Math.max(box.width(), box.height());
  }
}
