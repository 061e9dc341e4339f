package org.loupe.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.loupe.geometry.Box;

/** Boxes are drawn by their centers; all numbers are exact in binary. */
class CenterRuleTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0, 1",
    "20, 0, 1",
    "-20, 0, 1",
    "0, 20, 1",
    "0, -20, 1",
    "20, 20, 1",
    "-20, 20, 1",
    "20.25, 0, 0",
    "-20.25, 0, 0",
    "0, 20.25, 0",
    "0, -20.25, 0",
    "20, 20.25, 0",
    "20.25, 20, 0",
  })
  void centersMatchUpToTwentyPixelsInXAndInY(double dx, double dy, int matched) {
    List<Box> annotations = List.of(at(100, 100, 10, 10));
    List<Box> detections = List.of(at(100 + dx, 100 + dy, 10, 10));
    MatchCounts expected = new MatchCounts(1, matched, 1, matched);
    assertThat(CenterRule.match(annotations, detections)).isEqualTo(expected);
    assertThat(CenterRule.match(detections, annotations)).isEqualTo(expected);
  }

  @Test
  void sizesDoNotCount() {
    assertThat(CenterRule.match(List.of(at(100, 100, 300, 2)), List.of(at(115, 85, 4, 90))))
        .isEqualTo(new MatchCounts(1, 1, 1, 1));
    // corners and edges agree, centers do not
    assertThat(CenterRule.match(List.of(new Box(0, 0, 10, 10)), List.of(new Box(0, 0, 60, 10))))
        .isEqualTo(new MatchCounts(1, 0, 1, 0));
  }

  @Test
  void twoDetectionsOfOneAnnotationAreBothRight() {
    assertThat(
            CenterRule.match(
                List.of(at(100, 100, 10, 10)),
                List.of(at(90, 100, 10, 10), at(110, 100, 10, 10), at(200, 100, 10, 10))))
        .isEqualTo(new MatchCounts(1, 1, 3, 2));
  }

  @Test
  void oneDetectionFindsTwoAnnotations() {
    assertThat(
            CenterRule.match(
                List.of(at(90, 100, 10, 10), at(110, 100, 10, 10), at(200, 100, 10, 10)),
                List.of(at(100, 100, 10, 10))))
        .isEqualTo(new MatchCounts(3, 2, 1, 1));
  }

  /** a1 - d1 - a2 - d2, each 15 px from the next: no one-to-one choice is made. */
  @Test
  void chainsMatchManyToMany() {
    assertThat(
            CenterRule.match(
                List.of(at(100, 50, 10, 10), at(130, 50, 10, 10)),
                List.of(at(115, 50, 10, 10), at(145, 50, 10, 10))))
        .isEqualTo(new MatchCounts(2, 2, 2, 2));
  }

  @Test
  void emptyListsMatchNothing() {
    List<Box> two = List.of(at(100, 100, 10, 10), at(100, 100, 10, 10));
    assertThat(CenterRule.match(List.of(), List.of())).isEqualTo(MatchCounts.NONE);
    assertThat(CenterRule.match(two, List.of())).isEqualTo(new MatchCounts(2, 0, 0, 0));
    assertThat(CenterRule.match(List.of(), two)).isEqualTo(new MatchCounts(0, 0, 2, 0));
  }

  private static Box at(double centerX, double centerY, double width, double height) {
    return new Box(centerX - width / 2, centerY - height / 2, width, height);
  }
}
