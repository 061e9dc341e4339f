package org.loupe.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loupe.evaluate.Matching.Partner;
import org.loupe.evaluate.MatchingRule.Outline;
import org.loupe.evaluate.MatchingRule.Paper;
import org.loupe.evaluate.MatchingRule.Strict;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;

/** Drawings: a letter's extent is its box, each character 10 x 10 pixels. */
class MatchingRuleTest {

  private static final Paper PAPER = new Paper(20);
  private static final Strict STRICT = new Strict(0.5, Outline.BOX);

  /** Returns the boxes around equal letters, in the order of the alphabet. */
  private static List<Mark> draw(String... rows) {
    Map<Character, Box> boxes = new HashMap<>();
    for (int y = 0; y < rows.length; y++) {
      for (int x = 0; x < rows[y].length(); x++) {
        if (Character.isLetter(rows[y].charAt(x))) {
          boxes.merge(rows[y].charAt(x), new Box(10 * x, 10 * y, 10, 10), MatchingRuleTest::hull);
        }
      }
    }
    return boxes.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> Mark.ofBox(entry.getValue()))
        .toList();
  }

  private static Box hull(Box a, Box b) {
    double x = Math.min(a.x(), b.x());
    double y = Math.min(a.y(), b.y());
    return new Box(x, y, Math.max(a.right(), b.right()) - x, Math.max(a.bottom(), b.bottom()) - y);
  }

  private static List<Mark> scored(List<Mark> marks, double... scores) {
    List<Mark> scored = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      scored.add(marks.get(i).withScore(scores[i]));
    }
    return scored;
  }

  private static List<Integer> indices(List<Partner> partners) {
    return partners.stream().map(Partner::index).toList();
  }

  @Test
  void byThePaperRuleTheNearestCenterWithinTheToleranceIsThePartner() {
    List<Mark> annotations = draw("a...b.....c");
    List<Mark> detections = draw(".a.b.......");
    Matching matching = PAPER.match(annotations, detections);
    // a at x 5, b at 45, c at 105; the detections at 15 and 35
    assertThat(indices(matching.ofAnnotations())).containsExactly(0, 1, -1);
    assertThat(matching.ofAnnotations())
        .extracting(Partner::measure)
        .containsExactly(10.0, 10.0, Double.NaN);
    assertThat(indices(matching.ofDetections())).containsExactly(0, 1);
    assertThat(matching.counts()).isEqualTo(new MatchCounts(3, 2, 2, 2));
  }

  @Test
  void ofEquallyNearCentersTheFirstIsThePartner() {
    Matching matching = PAPER.match(draw("a.b"), draw(".a."));
    assertThat(indices(matching.ofAnnotations())).containsExactly(0, 0);
    assertThat(indices(matching.ofDetections())).containsExactly(0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {9.9, 10, 29, 30, 31})
  void theToleranceCanBeChosenAndIsIncluded(double tolerance) {
    Matching matching =
        new Paper(tolerance)
            .match(draw("a....", ".....", "....."), draw(".....", ".....", "...a."));
    // 30 px apart in x, 20 in y
    assertThat(matching.counts().matchedAnnotations()).isEqualTo(tolerance >= 30 ? 1 : 0);
  }

  @Test
  void thePaperRuleCountsAsTheBoxRuleDoes() {
    List<Mark> annotations = draw("a.bbb", "..bbb", "c...d");
    List<Mark> detections = draw(".a..b", ".....", "....d");
    assertThat(PAPER.match(annotations, detections).counts())
        .isEqualTo(
            CenterRule.match(
                annotations.stream().map(Mark::box).toList(),
                detections.stream().map(Mark::box).toList()));
  }

  @Test
  void byTheStrictRuleTheSurerDetectionChoosesFirst() {
    List<Mark> annotations = draw("aaa.", "....");
    // the first overlaps by 2 / 4, the second by 1
    List<Mark> detections = List.of(draw(".aaa", "....").get(0), draw("aaa.", "....").get(0));
    assertThat(indices(STRICT.match(annotations, scored(detections, 0.9, 0.8)).ofDetections()))
        .containsExactly(0, -1);
    assertThat(indices(STRICT.match(annotations, scored(detections, 0.8, 0.9)).ofDetections()))
        .containsExactly(-1, 0);
  }

  @Test
  void withoutScoresTheLargerOverlapChoosesFirst() {
    List<Mark> annotations = draw("aaa.", "....");
    List<Mark> detections = List.of(draw(".aaa", "....").get(0), draw("aaa.", "....").get(0));
    Matching matching = STRICT.match(annotations, detections);
    assertThat(indices(matching.ofDetections())).containsExactly(-1, 0);
    assertThat(matching.ofAnnotations()).containsExactly(new Partner(1, 1.0));
  }

  @Test
  void ofEqualScoresTheFirstDetectionChoosesFirst() {
    List<Mark> annotations = draw("aaa");
    List<Mark> twice = List.of(annotations.get(0), annotations.get(0));
    assertThat(indices(STRICT.match(annotations, scored(twice, 0.5, 0.5)).ofDetections()))
        .containsExactly(0, -1);
  }

  /** A detection whose best annotation is taken gets the next best that is free. */
  @Test
  void whatIsTakenIsNotMatchedAgain() {
    Strict loose = new Strict(0.2, Outline.BOX);
    List<Mark> annotations = List.of(draw("aaa...").get(0), draw("..bbb.").get(0));
    List<Mark> detections = List.of(draw("aaa...").get(0), draw(".aaa..").get(0));
    // the second detection overlaps both annotations by 2 / 4
    assertThat(indices(loose.match(annotations, scored(detections, 0.9, 0.8)).ofDetections()))
        .containsExactly(0, 1);
    assertThat(indices(loose.match(annotations, detections).ofDetections())).containsExactly(0, 1);
  }

  @Test
  void anOverlapAtTheLimitMatchesAndBelowItDoesNot() {
    List<Mark> annotations = draw("aa");
    List<Mark> half = scored(draw("a."), 1);
    assertThat(new Strict(0.5, Outline.BOX).match(annotations, half).counts())
        .isEqualTo(new MatchCounts(1, 1, 1, 1));
    assertThat(new Strict(0.51, Outline.BOX).match(annotations, half).counts())
        .isEqualTo(new MatchCounts(1, 0, 1, 0));
  }

  @Test
  void withoutScoresMatchingIsTheSameFromBothSides() {
    List<Mark> one = draw("aabb.cc", "aabb.cc", "..dd...");
    List<Mark> other = draw(".aabbc.", ".aabbc.", "..bbb..");
    for (double iou : new double[] {0.1, 0.2, 0.3, 0.5}) {
      Strict rule = new Strict(iou, Outline.BOX);
      Matching matching = rule.match(one, other);
      Matching reverse = rule.match(other, one);
      assertThat(indices(reverse.ofAnnotations())).isEqualTo(indices(matching.ofDetections()));
      assertThat(indices(reverse.ofDetections())).isEqualTo(indices(matching.ofAnnotations()));
    }
  }

  @Test
  void ellipsesCountOnlyWhereBothMarksHaveOne() {
    Ellipse flat = new Ellipse(50, 50, 80, 10, Math.PI / 4);
    Ellipse crossing = new Ellipse(50, 50, 80, 10, 3 * Math.PI / 4);
    Mark one = Mark.ofEllipse(flat);
    Mark other = Mark.ofEllipse(crossing).withScore(1);
    Mark box = Mark.ofBox(other.box()).withScore(1);
    Strict boxes = new Strict(0.5, Outline.BOX);
    Strict ellipses = new Strict(0.5, Outline.ELLIPSE);
    // their boxes are the same, they cross like an X
    assertThat(boxes.match(List.of(one), List.of(other)).counts().matchedDetections()).isOne();
    assertThat(ellipses.match(List.of(one), List.of(other)).counts().matchedDetections()).isZero();
    assertThat(ellipses.match(List.of(one), List.of(box)).counts().matchedDetections()).isOne();
  }

  @Test
  void nothingMatchesNothing() {
    List<Mark> some = scored(draw("a.b"), 0.5, 0.6);
    for (MatchingRule rule : List.of(PAPER, STRICT)) {
      assertThat(rule.match(List.of(), List.of()).counts()).isEqualTo(MatchCounts.NONE);
      assertThat(rule.match(some, List.of()).counts()).isEqualTo(new MatchCounts(2, 0, 0, 0));
      assertThat(rule.match(List.of(), some).counts()).isEqualTo(new MatchCounts(0, 0, 2, 0));
      assertThat(rule.foundAt(some, List.of()))
          .containsExactly(Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY);
    }
  }

  @Test
  void marksThatTheClassTellsApartMatchAllTheSame() {
    Mark mark = Mark.ofBox(new Box(0, 0, 10, 10));
    assertThat(
            STRICT
                .match(List.of(mark.withClass("dot")), List.of(mark.withClass("loop")))
                .counts()
                .matchedAnnotations())
        .isOne();
  }

  @Test
  void rulesSayWhatTheyAre() {
    assertThat(PAPER.words()).contains("paper", "20 px", "many to many");
    assertThat(STRICT.words()).contains("strict", "one to one", "0.5", "boxes");
    assertThat(new Strict(0.3, Outline.ELLIPSE).words()).contains("ellipses", "0.3");
    assertThat(List.of(PAPER.id(), STRICT.id())).isSortedAccordingTo(Comparator.naturalOrder());
  }

  @Test
  void rulesWithoutMeaningAreErrors() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Paper(0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Paper(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> new Strict(0, Outline.BOX));
    assertThatIllegalArgumentException().isThrownBy(() -> new Strict(1.1, Outline.BOX));
  }
}
