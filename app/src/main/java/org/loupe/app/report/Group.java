package org.loupe.app.report;

import java.util.Comparator;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.loupe.defect.Candidate;
import org.loupe.evaluate.CenterRule;
import org.loupe.evaluate.IouRule;
import org.loupe.evaluate.MatchCounts;
import org.loupe.geometry.Box;
import org.loupe.training.ScreeningValidation;
import org.loupe.training.ValidatedMicrograph;

/**
 * What was counted on some micrographs, pooled over their defects.
 *
 * @param micrographs that were counted
 * @param candidatesCenter candidates of Module I alone, by the publication's rule
 * @param candidatesStrict the same by the strict rule, those of the highest score first
 * @param center detections at the operating point, by the publication's rule
 * @param strict the same by the strict rule
 */
record Group(
    int micrographs,
    MatchCounts candidatesCenter,
    MatchCounts candidatesStrict,
    MatchCounts center,
    MatchCounts strict) {

  static Group of(List<ValidatedMicrograph> micrographs, double minProbability) {
    return new Group(
        micrographs.size(),
        ScreeningValidation.candidates(micrographs),
        sum(micrographs, Group::candidatesStrict),
        ScreeningValidation.center(micrographs, minProbability),
        ScreeningValidation.strict(micrographs, minProbability));
  }

  private static MatchCounts sum(
      List<ValidatedMicrograph> micrographs, Function<ValidatedMicrograph, MatchCounts> counts) {
    BinaryOperator<MatchCounts> plus = MatchCounts::plus;
    return micrographs.stream().map(counts).reduce(MatchCounts.NONE, plus);
  }

  private static MatchCounts candidatesStrict(ValidatedMicrograph micrograph) {
    List<Box> boxes =
        micrograph.candidates().stream()
            .sorted(Comparator.comparingDouble(Candidate::score).reversed())
            .map(Candidate::box)
            .toList();
    return IouRule.match(micrograph.annotations(), boxes, IouRule.LIMIT);
  }

  int labels() {
    return center.annotations();
  }

  int candidates() {
    return candidatesCenter.detections();
  }

  int detections() {
    return center.detections();
  }

  /** Returns the number of candidates for each label; NaN without labels. */
  double candidatesPerLabel() {
    return (double) candidates() / labels();
  }

  /** Returns the publication's rule in words. */
  static String centerRule() {
    return "centers of detection and label within "
        + Math.round(CenterRule.TOLERANCE_PX)
        + " pixels in x and in y, many to many";
  }

  /** Returns the strict rule in words. */
  static String strictRule() {
    return "each detection one label at most, and the boxes share at least half of what they cover"
        + " together (intersection over union "
        + IouRule.LIMIT
        + ")";
  }
}
