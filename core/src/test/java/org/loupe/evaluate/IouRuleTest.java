package org.loupe.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.loupe.geometry.Box;

class IouRuleTest {

  private static final Box LEFT = new Box(0, 0, 10, 10);
  private static final Box RIGHT = new Box(20, 0, 10, 10);

  @Test
  void twoDetectionsOfOneAnnotationAreOneRightAndOneWrong() {
    MatchCounts counts =
        IouRule.match(List.of(LEFT), List.of(LEFT, new Box(1, 0, 10, 10)), IouRule.LIMIT);
    assertThat(counts).isEqualTo(new MatchCounts(1, 1, 2, 1));
  }

  @Test
  void theMoreProbableDetectionGetsTheAnnotation() {
    List<Box> annotations = List.of(LEFT);
    List<Box> detections = List.of(new Box(2, 0, 10, 10), LEFT);
    assertThat(IouRule.matches(annotations, detections, 0.5)).containsExactly(0, -1);
  }

  @Test
  void aDetectionGetsTheAnnotationThatItOverlapsMost() {
    Box nearRight = new Box(18, 0, 10, 10);
    Box between = new Box(17, 0, 10, 10);
    assertThat(IouRule.matches(List.of(between, RIGHT), List.of(nearRight), 0.5))
        .containsExactly(0);
  }

  @Test
  void overlapAtTheLimitMatchesAndBelowDoesNot() {
    Box half = new Box(0, 0, 10, 5); // IoU is 50 / 100
    assertThat(IouRule.matches(List.of(LEFT), List.of(half), 0.5)).containsExactly(0);
    assertThat(IouRule.matches(List.of(LEFT), List.of(half), 0.51)).containsExactly(-1);
  }

  @Test
  void ofEqualOverlapsTheFirstAnnotationCounts() {
    assertThat(IouRule.matches(List.of(LEFT, LEFT), List.of(LEFT, LEFT), 0.5))
        .containsExactly(0, 1);
  }

  @Test
  void withoutBoxesNothingMatches() {
    assertThat(IouRule.match(List.of(), List.of(), 0.5)).isEqualTo(MatchCounts.NONE);
    assertThat(IouRule.match(List.of(LEFT), List.of(), 0.5).recall()).isZero();
    assertThat(IouRule.match(List.of(), List.of(LEFT), 0.5).precision()).isZero();
  }
}
